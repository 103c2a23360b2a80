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
