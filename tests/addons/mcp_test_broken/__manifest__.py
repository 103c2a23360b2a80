{
    "name": "MCP test: breaks half way",
    "summary": "Makes a column, then fails",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "odoo_mcp contributors",
    "license": "LGPL-3",
    "depends": ["base"],
    "data": ["data/broken.xml"],
    "installable": True,
}
