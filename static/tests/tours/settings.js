import { registry } from "@web/core/registry";
import { reloading } from "./helpers";

const timeout = "#mcp_query_timeout .o_field_widget input";

/** What is out of range is refused with a message; what fits is stored. */
registry.category("web_tour.tours").add("odoo_mcp_settings", {
    steps: () => [
        { trigger: timeout, run: "edit 99999" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: ".modal:contains('must be between 1 and 3600')" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: `body:not(:has(.modal)) ${timeout}`, run: "edit 45" },
        reloading(".o_form_button_save:enabled"),
        { trigger: `body:not(:has(.o_form_dirty)) ${timeout}:value(45)` },
    ],
});
