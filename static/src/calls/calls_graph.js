import { registry } from "@web/core/registry";
import { graphView } from "@web/views/graph/graph_view";
import { GraphRenderer } from "@web/views/graph/graph_renderer";

/** As the badges of the list have it: what went well, asks, was turned away, failed. */
const COLOURS = {
    ok: "#28a745",
    replayed: "#7bc98d",
    preview: "#17a2b8",
    asked: "#7fd0dc",
    intent: "#adb5bd",
    refused: "#ffac00",
    stopped: "#e07b00",
    unknown: "#a0782c",
    rolled_back: "#e8838d",
    error: "#dc3545",
};

/** A result has its colour whatever else is shown; Odoo's follow the data. */
export class CallsGraphRenderer extends GraphRenderer {
    getBarChartData() {
        const data = super.getBarChartData();
        const { fields, groupBy } = this.model.metaData;
        if (groupBy[groupBy.length - 1]?.fieldName === "result") {
            this.colour(data.datasets, fields.result.selection);
        }
        return data;
    }

    colour(datasets, results) {
        const keys = Object.fromEntries(results.map(([key, label]) => [label, key]));
        for (const dataset of datasets) {
            const last = `${dataset.label}`.split(" / ").pop();
            dataset.backgroundColor = COLOURS[keys[last]] || dataset.backgroundColor;
        }
    }
}

registry.category("views").add("mcp_calls_graph", {
    ...graphView,
    Renderer: CallsGraphRenderer,
});
