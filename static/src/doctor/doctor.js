import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const ICONS = {
    ok: "fa-check-circle text-success",
    warning: "fa-exclamation-triangle text-warning",
    error: "fa-times-circle text-danger",
};

// what is in order needs no word
const TITLES = { warning: _t("Warning"), error: _t("Error") };

/** What a client will need, as the server sees it, with a remedy for each failure. */
export class Doctor extends Component {
    static template = "odoo_mcp.Doctor";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.icons = ICONS;
        this.titles = TITLES;
        this.state = useState({ checks: [] });
        onWillStart(() => this.look());
    }

    /** What all checks say together. */
    get worst() {
        const states = this.state.checks.map((check) => check.state);
        if (states.includes("error")) {
            return { color: "danger", text: _t("Assistants cannot connect yet.") };
        }
        if (states.includes("warning")) {
            return { color: "warning", text: _t("Not every assistant can connect.") };
        }
        return { color: "success", text: _t("Assistants can connect.") };
    }

    async look() {
        // the server tells by it what a proxy keeps from it
        const origin = window.location.origin;
        this.state.checks = await this.orm.call("mcp.page.doctor", "describe", [origin]);
    }
}

registry.category("actions").add("odoo_mcp.doctor", Doctor);
