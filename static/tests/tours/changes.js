import { registry } from "@web/core/registry";

const diff = ".o_mcp_diff";

/** A change is read before and after, in Odoo's words, and undone. */
registry.category("web_tour.tours").add("odoo_mcp_undo", {
    steps: () => [
        { trigger: ".o_data_row td[name=record_names]:contains('Azure')", run: "click" },
        { trigger: `${diff} .badge:contains('Changed')` },
        { trigger: `${diff} tr:contains('City') del:contains('Namur')` },
        { trigger: `${diff} tr:contains('City') .text-success:contains('Antwerp')` },
        { trigger: ".o_statusbar_buttons button[name=action_undo]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_notification:contains('Undone'):contains('Changed: 1')" },
        { trigger: "body:not(:has(.modal)) .alert:contains('Undone by')" },
        { trigger: ".alert .o_field_widget[name=undone_by_user_id]:contains('Admin')" },
        { trigger: "body:not(:has(.o_statusbar_buttons button[name=action_undo]))" },
    ],
});

/** What changed since is named, and an administrator overwrites it. */
registry.category("web_tour.tours").add("odoo_mcp_undo_anyway", {
    steps: () => [
        { trigger: ".o_data_row td[name=record_names]:contains('Azure')", run: "click" },
        { trigger: ".o_statusbar_buttons button[name=action_undo]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".modal:contains('City is “Berlin” now, no longer “Antwerp”')" },
        { trigger: ".modal .btn-primary:contains('Undo anyway')", run: "click" },
        { trigger: ".o_notification:contains('Undone')" },
        { trigger: "body:not(:has(.modal)) .alert:contains('Undone by')" },
    ],
});

/** An approver reads what would change, and approves. */
registry.category("web_tour.tours").add("odoo_mcp_approve", {
    steps: () => [
        { trigger: ".o_data_row td[name=tool]:contains('update_records')", run: "click" },
        { trigger: `${diff} tr:contains('City') del:contains('Namur')` },
        { trigger: `${diff} tr:contains('City') .text-success:contains('Antwerp')` },
        { trigger: "button[name=action_approve]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Approved')" },
    ],
});
