import { registry } from "@web/core/registry";
import { password } from "./helpers";

/** A reading tool answers, with its size and time; a developer tool asks who is there. */
registry.category("web_tour.tours").add("odoo_mcp_playground", {
    steps: () => [
        { trigger: ".o_mcp_choose", run: "select count_records" },
        { trigger: "[data-form=count_records] #o_mcp_model", run: "edit res.company" },
        { trigger: ".o_mcp_run", run: "click" },
        { trigger: ".o_mcp_answer:not([data-error]) .o_mcp_tokens:contains('tokens')" },
        { trigger: ".o_mcp_answer .o_mcp_time:contains('ms')" },
        { trigger: ".o_mcp_data", run: "click" },
        { trigger: ".o_mcp_answer pre:contains('\"count\":')" },
        { trigger: "#o_mcp_model", run: "edit no.such.model" },
        { trigger: ".o_mcp_run", run: "click" },
        { trigger: ".o_mcp_answer[data-error] pre:contains('no.such.model')" },
        { trigger: ".o_mcp_choose", run: "select list_modules" },
        { trigger: "[data-form=list_modules] #o_mcp_search", run: "edit odoo_mcp" },
        { trigger: ".o_mcp_run", run: "click" },
        ...password(),
        { trigger: "body:not(:has(.modal)) .o_mcp_run:enabled", run: "click" },
        { trigger: ".o_mcp_answer:not([data-error]) pre:contains('odoo_mcp')" },
    ],
});

/** What writes shows a preview first, and is done after a yes. */
registry.category("web_tour.tours").add("odoo_mcp_playground_confirm", {
    steps: () => [
        { trigger: ".o_mcp_choose", run: "select create_records" },
        { trigger: "[data-form=create_records] #o_mcp_model", run: "edit res.partner" },
        { trigger: "#o_mcp_values", run: 'edit {"name": "Tour partner"}' },
        { trigger: ".o_mcp_run", run: "click" },
        { trigger: ".o_mcp_confirm pre:contains('Tour partner')" },
        { trigger: ".o_mcp_yes", run: "click" },
        { trigger: ".o_mcp_answer:not([data-error])" },
    ],
});
