"""Approvals of before 1.2.9 fit no call any more; nobody shall approve in vain."""


def migrate(cr, version):
    cr.execute(
        "UPDATE mcp_approval SET state = 'expired' "
        "WHERE state IN ('pending', 'approved') AND credential IS NULL"
    )
