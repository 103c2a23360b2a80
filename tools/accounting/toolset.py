from odoo import models

# those that see all journal items; in Community, accountants are in the second
GROUPS = ("account.group_account_readonly", "account.group_account_invoice")
LINES = ("account.move.line",)


class AccountingTools(models.AbstractModel):
    """Invoices, payments and the books, where Odoo's accounting is installed."""

    _name = "mcp.tools.accounting"
    _description = "MCP tools: accounting"
    _mcp_toolset = "accounting"
