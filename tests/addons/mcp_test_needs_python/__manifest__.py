{
    "name": "MCP test: needs a Python package that nobody has",
    "summary": "Cannot be installed",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "odoo_mcp contributors",
    "license": "LGPL-3",
    "depends": ["base"],
    "external_dependencies": {"python": ["mcp-no-such-package"]},
    "installable": True,
}
