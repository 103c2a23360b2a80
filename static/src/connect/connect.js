import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CodeBlock } from "../page/code_block";

/** Pick a client, and copy what connects it. */
export class Connect extends Component {
    static template = "odoo_mcp.Connect";
    static components = { CodeBlock, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ page: null, chosen: "claude_code", lang: "" });
        onWillStart(() => this.load());
    }

    get chosen() {
        return this.state.page.clients.find((client) => client.id === this.state.chosen);
    }

    async load() {
        this.state.page = await this.orm.call("mcp.page.connect", "describe", [
            this.state.lang || false,
        ]);
    }

    async chooseLanguage(lang) {
        this.state.lang = lang;
        await this.load();
    }

    openKeys() {
        return this.action.doAction("odoo_mcp.mcp_key_action");
    }

    async download() {
        const file = await this.orm.call("mcp.page.connect", "desktop_extension", [
            this.state.lang || false,
        ]);
        const link = document.createElement("a");
        link.href = `data:application/zip;base64,${file.data}`;
        link.download = file.name;
        link.click();
    }
}

registry.category("actions").add("odoo_mcp.connect", Connect);
