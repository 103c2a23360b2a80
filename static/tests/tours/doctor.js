import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("odoo_mcp_doctor_icons", {
    steps: () => [
        {
            content: "who does not see the icon hears what it shows",
            trigger: [
                ".o_mcp_warning > i[title=Warning]",
                ".o_mcp_error > i[title=Error]",
            ].join(),
        },
        {
            content: "what is in order has an icon without a word",
            trigger: ".o_mcp_ok > i[aria-hidden=true]:not([title])",
        },
    ],
});
