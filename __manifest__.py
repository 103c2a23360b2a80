{
    "name": "MCP Server",
    "summary": "Let Claude, ChatGPT, Cursor and any other MCP client work in Odoo",
    "version": "1.0.0",
    "category": "Technical",
    "author": "odoo_mcp contributors",
    "website": "https://github.com/odoo-mcp/odoo_mcp",
    "license": "LGPL-3",
    "application": True,
    "depends": ["base_setup", "mail"],
    "external_dependencies": {
        "python": ["mcp>=2,<3", "pyyaml", "requests", "pydantic", "psutil"],
    },
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/mcp_rule_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
