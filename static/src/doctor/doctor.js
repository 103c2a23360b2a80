import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const ICONS = {
    ok: "fa-check-circle text-success",
    warning: "fa-exclamation-triangle text-warning",
    error: "fa-times-circle text-danger",
};

/** What a client will need, as the server sees it, with a remedy for each failure. */
export class Doctor extends Component {
    static template = "odoo_mcp.Doctor";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.icons = ICONS;
        this.state = useState({ checks: [] });
        onWillStart(() => this.look());
    }

    async look() {
        this.state.checks = await this.orm.call("mcp.page.doctor", "describe", []);
    }
}

registry.category("actions").add("odoo_mcp.doctor", Doctor);
