import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CodeBlock } from "../page/code_block";
import { EFFECTS } from "../page/effects";
import { argumentsOf, fieldsOf } from "./arguments";

const MODEL = "mcp.page.playground";
const LONG = /^(code|query|statement|content|body|values|domain)$/;

/** Call a tool from a form made of its schema, and see what a client would see. */
export class Playground extends Component {
    static template = "odoo_mcp.Playground";
    static components = { CodeBlock, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.effects = EFFECTS;
        this.state = useState({
            tools: [],
            chosen: null,
            values: {},
            answer: null,
            confirm: null,
            again: false,
            running: false,
            view: "text",
        });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.tools = await this.orm.call(MODEL, "describe", []);
        const wanted = this.props.action.context.tool;
        const named = (name) => this.state.tools.find((tool) => tool.name === name);
        const first = named(wanted) || named("search_records") || this.state.tools[0];
        this.choose(first?.name);
    }

    get toolsets() {
        const toolsets = new Map();
        for (const tool of this.state.tools) {
            toolsets.set(tool.toolset, [...(toolsets.get(tool.toolset) || []), tool]);
        }
        return [...toolsets];
    }

    get tool() {
        return this.state.tools.find((tool) => tool.name === this.state.chosen);
    }

    get fields() {
        return fieldsOf(this.tool.schema);
    }

    get data() {
        return JSON.stringify(this.state.answer.structured, null, 2);
    }

    isLong(field) {
        return field.kind === "json" || LONG.test(field.name);
    }

    choose(name) {
        Object.assign(this.state, {
            chosen: name,
            values: {},
            answer: null,
            confirm: null,
        });
    }

    async run(confirmation = false) {
        this.state.running = true;
        try {
            await this.call(confirmation);
        } finally {
            this.state.running = false;
        }
    }

    async call(confirmation) {
        const answer = await this.orm.call(MODEL, "call", [
            this.state.chosen,
            argumentsOf(this.fields, this.state.values),
            confirmation,
        ]);
        if (answer.locked) {
            return this.unlock();
        }
        this.state.confirm = answer.confirm || null;
        this.state.answer = answer.confirm ? null : answer;
        this.state.again = false;
        this.state.view = "text";
    }

    /** Odoo asks for the password; the person presses the button again after it. */
    async unlock() {
        const ask = await this.orm.call(MODEL, "unlock", [[]]);
        return this.action.doAction(ask);
    }

    /** What the answer costs a model to read. */
    get cost() {
        const { tokens, bytes } = this.state.answer;
        return _t("≈ %(tokens)s tokens, %(size)s", { tokens, size: this.size(bytes) });
    }

    size(bytes) {
        return bytes < 1024 ? _t("%s B", bytes) : _t("%s kB", (bytes / 1024).toFixed(1));
    }
}

registry.category("actions").add("odoo_mcp.playground", Playground);
