import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { EFFECTS, firstSentence } from "../page/effects";

/** The catalogue of tools; administrators decide here what is treated differently. */
export class Tools extends Component {
    static template = "odoo_mcp.Tools";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.effects = EFFECTS;
        this.firstSentence = firstSentence;
        this.state = useState({ page: null, search: "" });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.page = await this.orm.call("mcp.page.tools", "describe", []);
    }

    /** The toolsets with those tools that fit the search. */
    get toolsets() {
        const words = this.state.search.toLowerCase().split(/\s+/).filter(Boolean);
        const fits = (tool) => {
            const text = `${tool.name} ${tool.title} ${tool.description}`.toLowerCase();
            return words.every((word) => text.includes(word));
        };
        return this.state.page.toolsets
            .map((toolset) => ({ ...toolset, tools: toolset.tools.filter(fits) }))
            .filter((toolset) => toolset.tools.length);
    }

    rate(tool) {
        return _t("%s a minute", tool.rule.rate);
    }

    groups(tool) {
        return _t("only %s", tool.rule.groups.join(", "));
    }

    tryOut(tool) {
        return this.action.doAction("odoo_mcp.mcp_playground_action", {
            additionalContext: { tool: tool.name },
        });
    }

    /** The rule of a tool: Odoo's own form, in a dialog. */
    decide(tool) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: tool.title,
                res_model: "mcp.rule",
                res_id: tool.rule ? tool.rule.id : false,
                views: [[false, "form"]],
                target: "new",
                context: { default_kind: "tool", default_name: tool.name },
            },
            { onClose: () => this.load() }
        );
    }
}

registry.category("actions").add("odoo_mcp.tools", Tools);
