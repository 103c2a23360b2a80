"""Views on tables of Odoo are in the way of its own changes of columns."""


def migrate(cr, version):
    cr.execute("DROP SCHEMA IF EXISTS mcp_read CASCADE")
