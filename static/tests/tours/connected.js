import { registry } from "@web/core/registry";

const row = ".o_mcp_connections tr:contains('Tour client')";

/** A key is stopped and allowed again, then everything is. */
registry.category("web_tour.tours").add("odoo_mcp_connected", {
    steps: () => [
        { trigger: ".o_mcp_running:contains('Calls are answered')" },
        { trigger: `${row} .o_mcp_stop`, run: "click" },
        { trigger: ".modal .btn-danger", run: "click" },
        { trigger: `body:not(:has(.modal)) ${row} .badge:contains('stopped')` },
        { trigger: `${row} .o_mcp_allow`, run: "click" },
        { trigger: `${row}:not(:has(.badge)) .o_mcp_stop` },
        { trigger: ".o_mcp_stop_all", run: "click" },
        { trigger: ".modal .btn-danger", run: "click" },
        { trigger: ".o_mcp_stopped:contains('Everything is stopped')" },
    ],
});

const old = ".o_mcp_connections tr:contains('Numbat 00')";

/** Of many keys one is found on the next page, and by its name. */
registry.category("web_tour.tours").add("odoo_mcp_connected_many", {
    steps: () => [
        { trigger: `.o_mcp_connected:not(:has(${old}))` },
        { trigger: ".o_control_panel .o_pager_value:contains('1-80')" },
        { trigger: ".o_control_panel .o_pager_next", run: "click" },
        { trigger: ".o_control_panel .o_pager_value:contains('81-')" },
        { trigger: old },
        { trigger: ".o_mcp_connected input[type=search]", run: "edit numbat 00" },
        { trigger: `.o_mcp_connected:not(:has(tr:contains('Numbat 01'))) ${old}` },
        { trigger: ".o_control_panel .o_pager_value:contains('1-1')" },
        { trigger: `${old} .o_mcp_stop`, run: "click" },
        { trigger: ".modal .btn-danger", run: "click" },
        { trigger: `body:not(:has(.modal)) ${old} .badge:contains('stopped')` },
        { trigger: `${old} .o_mcp_allow`, run: "click" },
        { trigger: `${old}:not(:has(.badge)) .o_mcp_stop` },
        { trigger: ".o_mcp_connected input[type=search]", run: "edit quokka" },
        { trigger: ".o_mcp_connected p:contains('Nobody fits')" },
    ],
});
