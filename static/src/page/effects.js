import { _t } from "@web/core/l10n/translation";

/** What a tool does to the world: its word, and the colour of its badge. */
export const EFFECTS = {
    read: { label: _t("reads"), color: "text-bg-300" },
    add: { label: _t("creates"), color: "text-bg-info" },
    change: { label: _t("changes"), color: "text-bg-warning" },
    delete: { label: _t("deletes"), color: "text-bg-danger" },
    execute: { label: _t("executes"), color: "text-bg-danger" },
};

/** The first sentence of a description. */
export function firstSentence(text) {
    return text.split(/(?<=\.)\s/, 1)[0].replace(/\s+/g, " ");
}
