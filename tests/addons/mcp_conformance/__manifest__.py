{
    "name": "MCP conformance fixtures",
    "summary": "What the official conformance suite calls",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "odoo_mcp contributors",
    "license": "LGPL-3",
    "depends": ["odoo_mcp"],
    "installable": True,
}
