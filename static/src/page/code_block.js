import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { _t } from "@web/core/l10n/translation";

/** A text to copy, with the file that it belongs into. */
export class CodeBlock extends Component {
    static template = "odoo_mcp.CodeBlock";
    static components = { CopyButton };
    static props = {
        text: String,
        file: { type: String, optional: true },
    };

    get copied() {
        return _t("Copied");
    }
}
