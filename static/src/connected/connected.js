import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const REFRESH_MS = 10_000;

/** Who calls, and the kill switches: one for all, for a user, for a key. */
export class Connected extends Component {
    static template = "odoo_mcp.Connected";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = { controlPanel: {} };
        this.state = useState({ page: null });
        onWillStart(() => this.run("describe"));
        const timer = setInterval(() => this.run("describe"), REFRESH_MS);
        onWillUnmount(() => clearInterval(timer));
    }

    /** Of the columns: on a phone each value stands beside its own. */
    get labels() {
        return {
            client: _t("Client"),
            mode: _t("Access mode"),
            last_use: _t("Last use"),
            calls: _t("Calls, %s days", this.state.page.days),
            sessions: _t("Sessions"),
        };
    }

    failed(credential) {
        return _t("(%s failed)", credential.failed);
    }

    async run(method, ...args) {
        // quietly: the page looks again by itself
        const orm = method === "describe" ? this.orm.silent : this.orm;
        this.state.page = await orm.call("mcp.page.connected", method, args);
    }

    stopAll() {
        this.confirm(
            "all",
            _t("Stop everything?"),
            _t("Calls that run are ended; none is answered until you allow calls again.")
        );
    }

    stopUser(user) {
        this.confirm(
            `user:${user.id}`,
            _t("Stop %s?", user.name),
            _t("Calls that run with any key of this user are ended; none is answered until you allow it again.")
        );
    }

    stop(credential) {
        this.confirm(
            credential.what,
            _t("Stop %s?", credential.name),
            _t("Calls that run with it are ended; none is answered until you allow it again.")
        );
    }

    confirm(what, title, body) {
        this.dialog.add(ConfirmationDialog, {
            title,
            body,
            confirmLabel: _t("Stop"),
            confirmClass: "btn-danger",
            confirm: () => this.run("stop", what),
            cancel: () => {},
        });
    }

    allow(what) {
        return this.run("allow", what);
    }

    open(record) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: record.model,
            res_id: record.id,
            views: [[false, "form"]],
        });
    }

    openCalls(credential) {
        return this.action.doAction("odoo_mcp.mcp_audit_log_action", {
            additionalContext: {
                search_default_credential: credential.what,
            },
        });
    }

    ago(text) {
        return text ? deserializeDateTime(text).toRelative() : _t("never");
    }

    exactly(text) {
        return text ? formatDateTime(deserializeDateTime(text)) : "";
    }
}

registry.category("actions").add("odoo_mcp.connected", Connected);
