{
    "name": "MCP test: another addon's tools",
    "summary": "Shows how another addon exposes and refines tools",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "odoo_mcp contributors",
    "license": "LGPL-3",
    "depends": ["odoo_mcp"],
    "data": ["security/ir.model.access.csv", "views/order.xml"],
    "installable": True,
}
