import { registry } from "@web/core/registry";

/** Each client has its steps; no configuration holds a key. */
registry.category("web_tour.tours").add("odoo_mcp_connect", {
    steps: () => [
        {
            content: "a command is read from left to right wherever it stands",
            trigger: "[data-steps=claude_code] pre[dir=ltr]:contains('claude mcp add')",
        },
        { trigger: "[data-client=vs_code]", run: "click" },
        { trigger: "[data-steps=vs_code] pre:contains('promptString')" },
        { trigger: "[data-client=cursor]", run: "click" },
        { trigger: "[data-steps=cursor] pre:contains('${env:ODOO_MCP_KEY}')" },
        { trigger: "#o_mcp_language", run: "select en_US" },
        { trigger: "[data-steps=cursor] pre:contains('/mcp/v1?lang=en_US')" },
        { trigger: "[data-client=other]", run: "click" },
        { trigger: "[data-steps=other] pre:contains('mcp-remote@')" },
        { trigger: "body:not(:contains('Bearer mcp_'))" },
        { trigger: ".o_mcp_keys button", run: "click" },
        { trigger: ".o_list_view" },
    ],
});
