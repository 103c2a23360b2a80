import { registry } from "@web/core/registry";

/** A prompt is written; an argument that its text names gets a row by itself. */
registry.category("web_tour.tours").add("odoo_mcp_prompt", {
    steps: () => [
        { trigger: ".o_data_row td[name=title]:contains('Overdue invoices')" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=title] input", run: "edit Open offers" },
        { trigger: ".o_field_widget[name=name] input", run: "edit open_offers" },
        { trigger: ".o_field_widget[name=description] input", run: "edit What waits." },
        {
            trigger: ".o_field_widget[name=text] textarea",
            run: "edit What waits for {customer}? Ask @search_records.",
        },
        { trigger: ".nav-link[name=arguments]", run: "click" },
        { trigger: ".o_data_row td[name=name]:contains('customer')" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
