import { registry } from "@web/core/registry";

/** What failed is red and what was done is green, whichever comes first. */
function hasColours() {
    const canvas = document.querySelector(".o_graph_renderer canvas");
    const { datasets } = window.Chart.getChart(canvas).data;
    const colours = datasets.map((set) => `${set.label} ${set.backgroundColor}`);
    for (const wanted of ["Done #28a745", "Failed #dc3545"]) {
        if (!colours.includes(wanted)) {
            throw new Error(`${wanted} is missing: ${colours}`);
        }
    }
}

/** A row of the audit says everything of a call; Verify finds nothing wrong. */
registry.category("web_tour.tours").add("odoo_mcp_audit", {
    steps: () => [
        { trigger: ".o_data_row td[name=result]:contains('Done')" },
        { trigger: ".o_data_row td[name=reason]:contains('no model res.partnr')" },
        { trigger: ".o_data_row td[name=tool]:contains('list_modules')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=arguments]:contains('base')" },
        { trigger: ".o_form_view .o_field_widget[name=effect] .badge:contains('read')" },
        { trigger: "button[name=action_verify]", run: "click" },
        { trigger: ".o_notification:contains('Every row is there and unchanged')" },
        { trigger: ".o_back_button, .breadcrumb-item:first a", run: "click" },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_renderer canvas", run: () => hasColours() },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot th:contains('list_modules')" },
    ],
});
