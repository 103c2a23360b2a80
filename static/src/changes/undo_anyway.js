import { registry } from "@web/core/registry";

/** The button of the warning that values changed since: overwrite them. */
function undoAnyway(env, action) {
    return env.services.orm.call("mcp.change", "action_undo_anyway", [action.params.ids]);
}

registry.category("actions").add("odoo_mcp.undo_anyway", undoAnyway);
