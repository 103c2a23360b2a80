from odoo import models


class ExpenseTools(models.AbstractModel):
    """Expenses of employees, from the receipt to the approval."""

    _name = "mcp.tools.expenses"
    _description = "MCP tools: expenses"
    _mcp_toolset = "expenses"
