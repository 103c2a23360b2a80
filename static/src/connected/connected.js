import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const REFRESH_MS = 10_000;
const TYPING_MS = 300;
// as Odoo's lists
const PAGE = 80;

/** Who calls, and the kill switches: one for all, for a user, for a key. */
export class Connected extends Component {
    static template = "odoo_mcp.Connected";
    static components = { Layout, Pager };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = { controlPanel: {} };
        this.state = useState({ page: null, search: "", offset: 0, limit: PAGE });
        this.looks = 0;
        this.onSearch = useDebounced((text) => this.search(text), TYPING_MS);
        onWillStart(() => this.look());
        const timer = setInterval(() => this.look(), REFRESH_MS);
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

    /** Quietly: the page looks again by itself. */
    async look() {
        const look = ++this.looks;
        const { search, offset, limit } = this.state;
        const asked = [search, offset, limit];
        const page = await this.orm.silent.call("mcp.page.connected", "describe", asked);
        if (look !== this.looks) {
            // something was stopped or turned over since: this is not so any more
            return;
        }
        this.state.page = page;
        if (offset && offset >= page.total) {
            await this.turn({ offset: 0, limit });
        }
    }

    /** Odoo's pager: to another page, or to more on one. */
    turn({ offset, limit }) {
        Object.assign(this.state, { offset, limit });
        return this.look();
    }

    search(text) {
        Object.assign(this.state, { search: text, offset: 0 });
        return this.look();
    }

    /** Stop or allow; the answer is what changed, and shown at once. */
    async change(method, what) {
        const changed = await this.orm.call("mcp.page.connected", method, [what]);
        this.looks++;
        this.state.page.stopped = changed.everything;
        for (const user of this.state.page.users) {
            const rows = [[`user:${user.id}`, user], ...user.credentials.map((c) => [c.what, c])];
            for (const [name, row] of rows) {
                row.stopped = name === what ? changed.stopped : row.stopped;
            }
        }
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
            confirm: () => this.change("stop", what),
            cancel: () => {},
        });
    }

    allow(what) {
        return this.change("allow", what);
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
