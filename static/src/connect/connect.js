import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CodeBlock } from "../page/code_block";

const VERSION = "2026-07-28";
const META = "io.modelcontextprotocol/";

/** `tools/list` at the endpoint; a network error looks like an error of the server. */
async function listTools(key) {
    const headers = {
        Accept: "application/json",
        Authorization: `Bearer ${key}`,
        "Content-Type": "application/json",
        "MCP-Protocol-Version": VERSION,
        "Mcp-Method": "tools/list",
    };
    const _meta = {
        [`${META}protocolVersion`]: VERSION,
        [`${META}clientCapabilities`]: {},
        [`${META}clientInfo`]: { name: "Connect page", version: "1" },
    };
    const message = { jsonrpc: "2.0", id: 1, method: "tools/list", params: { _meta } };
    const body = JSON.stringify(message);
    try {
        const answer = await fetch("/mcp/v1", { method: "POST", headers, body });
        return await answer.json();
    } catch (error) {
        return { error: { message: String(error) } };
    }
}

/** Pick a client, and copy what connects it. */
export class Connect extends Component {
    static template = "odoo_mcp.Connect";
    static components = { CodeBlock, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ page: null, chosen: "claude_code", lang: "", key: "", tested: null });
        const tested = useRef("tested");
        useEffect(
            (answer) => {
                if (answer) {
                    tested.el.scrollIntoView({ block: "nearest" });
                }
            },
            () => [this.state.tested]
        );
        onWillStart(() => this.load());
    }

    get chosen() {
        return this.state.page.clients.find((client) => client.id === this.state.chosen);
    }

    get keys() {
        return _t(
            "Keys of yours that work: %s. A key was shown when it was made; if it is lost, make another one.",
            this.state.page.keys
        );
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

    /** Ask the endpoint itself, as a client does, without this page's session. */
    async test() {
        this.state.tested = null;
        const begun = performance.now();
        const answer = await listTools(this.state.key.trim());
        const ms = Math.round(performance.now() - begun);
        this.state.tested = answer.error
            ? { works: false, text: answer.error.message }
            : {
                  works: true,
                  text: _t("It works: %(n)s tools are listed, in %(ms)s ms.", {
                      n: answer.result.tools.length,
                      ms,
                  }),
              };
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
