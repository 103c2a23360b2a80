import { registry } from "@web/core/registry";

const key = new URLSearchParams(location.search).get("key");
const input = ".o_mcp_test input";

/** The endpoint refuses a wrong key, and lists the tools of a right one. */
registry.category("web_tour.tours").add("odoo_mcp_connect_test", {
    steps: () => [
        { trigger: input, run: "edit mcp_nonsense" },
        { trigger: ".o_mcp_test button", run: "click" },
        { trigger: ".o_mcp_tested.text-danger" },
        { trigger: input, run: `edit ${key}` },
        { trigger: ".o_mcp_test button", run: "click" },
        { trigger: ".o_mcp_tested.text-success:contains('tools are listed')" },
    ],
});
