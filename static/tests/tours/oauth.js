import { registry } from "@web/core/registry";
import { reloading } from "./helpers";

const tours = registry.category("web_tour.tours");

/** Whether Enter does in ``input`` what browsers do: press the first button. */
function submitsOnEnter(input) {
    const init = { key: "Enter", bubbles: true, cancelable: true };
    return input.dispatchEvent(new KeyboardEvent("keydown", init));
}

/** Enter in a choice allows nothing; on a button it does what the button says. */
function needsAButton() {
    for (const input of document.querySelectorAll(".o_mcp_oauth input:not([type=hidden])")) {
        if (submitsOnEnter(input)) {
            throw new Error(`Enter in ${input.id} allows the assistant`);
        }
    }
    if (!submitsOnEnter(document.querySelector("button[value=allow]"))) {
        throw new Error("Enter does nothing on Allow");
    }
}

/** The person allows less than was asked for; an app's own scheme gets a link. */
tours.add("odoo_mcp_consent", {
    steps: () => [
        { trigger: ".o_mcp_oauth:contains('Assistant')" },
        { trigger: ".o_mcp_oauth:contains('program on your own computer')" },
        { trigger: "#mode_operator:checked", run: () => needsAButton() },
        { trigger: "#mode_observer", run: "click" },
        { trigger: "summary:contains('areas')", run: "click" },
        { trigger: "#toolset_safety", run: "click" },
        reloading("button[value=allow]"),
        { trigger: ".o_mcp_oauth:contains('You are connected')" },
        { trigger: ".o_mcp_oauth a[href^='cursor://anysphere.cursor-mcp/oauth']" },
    ],
});

/** A no ends on a page that says so. */
tours.add("odoo_mcp_consent_denied", {
    steps: () => [
        reloading("button[value=deny]"),
        { trigger: ".o_mcp_oauth:contains('Nothing was granted')" },
    ],
});

/** From the preferences to what is connected, and to its end. */
tours.add("odoo_mcp_connected_assistants", {
    steps: () => [
        { trigger: ".o_user_menu button", run: "click" },
        { trigger: "[data-menu=settings], [data-menu=preferences]", run: "click" },
        {
            content: "Named so in 18.0, and so in 19.0; a page of its own with hr.",
            trigger: "a[name=page_account_security], a[name=page_security]",
            run: "click",
        },
        { trigger: "button[name=action_mcp_connected]", run: "click" },
        { trigger: ".o_list_view tr:contains('Assistant'):contains('Operator')" },
        { trigger: "button[name=action_revoke]", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_view_nocontent" },
    ],
});

/** Each failure has its remedy, and can be looked at again. */
tours.add("odoo_mcp_doctor", {
    steps: () => [
        { trigger: ".o_mcp_verdict.alert-danger" },
        { trigger: ".o_mcp_error:contains('Well-known') .o_mcp_remedy:contains('proxy')" },
        { trigger: ".o_mcp_ok:contains('Clock'):not(:has(.o_mcp_remedy))" },
        { trigger: ".o_mcp_look_again", run: "click" },
        { trigger: ".o_mcp_error:contains('Well-known')" },
    ],
});
