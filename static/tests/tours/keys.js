import { registry } from "@web/core/registry";
import { password } from "./helpers";

/** A key is made, its secret is shown once, and it is revoked. */
registry.category("web_tour.tours").add("odoo_mcp_key", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Tour client" },
        { trigger: "button[name=action_generate]", run: "click" },
        ...password(),
        {
            content: "The secret is there, and can be copied.",
            trigger: ".modal .o_field_widget[name=key]:contains('mcp_')",
        },
        { trigger: ".modal .o_field_widget[name=variable]:contains('ODOO_MCP_KEY')" },
        { trigger: ".modal button[special=cancel]", run: "click" },
        {
            content: "Only its beginning is kept.",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=prefix]:contains('…')",
        },
        { trigger: ".o_field_widget[name=state]:contains('Never used')" },
        { trigger: "button[name=action_revoke]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_field_widget[name=state]:contains('Revoked')" },
        { trigger: "body:not(:has(button[name=action_generate]))" },
    ],
});
