"""Prompts that nobody edited are renewed with each update, as report templates are."""


def migrate(cr, version):
    cr.execute(
        "UPDATE ir_model_data SET noupdate = false "
        "WHERE module = 'odoo_mcp' AND model = 'mcp.prompt'"
    )
