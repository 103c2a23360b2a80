import { registry } from "@web/core/registry";

const tool = "[data-tool=count_records]";
const writing = "[data-tool=update_records]";

/** A tool is found and given a rule. */
registry.category("web_tour.tours").add("odoo_mcp_tools", {
    steps: () => [
        { trigger: ".o_mcp_tools input[type=search]", run: "edit count records" },
        { trigger: `.o_mcp_tools:not(:has([data-tool=get_job])) ${tool}` },
        { trigger: `${tool} .o_mcp_rule`, run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input:value(count_records)" },
        { trigger: ".modal .o_field_widget[name=rate] input", run: "edit 7" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: `body:not(:has(.modal)) ${tool} .badge:contains('7 a minute')` },
    ],
});

/** A tool is sent to a person for approval; its badge says so and nothing else. */
registry.category("web_tour.tours").add("odoo_mcp_tools_approval", {
    steps: () => [
        { trigger: `${writing} .o_mcp_rule`, run: "click" },
        { trigger: ".modal .o_field_widget[name=approval] input", run: "click" },
        { trigger: ".modal .o_field_widget[name=approver_ids]" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: `body:not(:has(.modal)) ${writing} .badge:contains('approval')` },
        { trigger: `${writing}:not(:contains('confirmed'))` },
    ],
});

/** Whoever is no administrator sees what he may call, and decides nothing. */
registry.category("web_tour.tours").add("odoo_mcp_tools_plain", {
    steps: () => [
        { trigger: `${tool} .o_mcp_try` },
        { trigger: "body:not(:has(.o_mcp_rule)):not(:has([data-toolset=developer]))" },
    ],
});
