{
    "name": "MCP test: a small module to install",
    "summary": "Installed and upgraded by tests",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "odoo_mcp contributors",
    "license": "LGPL-3",
    "depends": ["mcp_test_extension"],
    "data": ["data/parameter.xml"],
    "installable": True,
}
