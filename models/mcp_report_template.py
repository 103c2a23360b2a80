"""Reports in Markdown as records: administrators edit ours in Odoo, and add their own."""

from __future__ import annotations

import re
from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services.compat.registry import by_terms
from ..services.errors import ToolError
from ..services.log import logger
from ..services.report_templates import definition as definitions
from ..services.report_templates import filling, shipped, terms
from ..services.texts import markdown
from .mcp_shipped import ADDON

_logger = logger(__name__)
NAME = re.compile(r"[a-z][a-z0-9_]*")


class McpReportTemplate(models.Model):
    """``services/report_templates`` reads and fills it."""

    _name = "mcp.report.template"
    _inherit = ["mcp.shipped"]
    _description = "MCP Report Template"
    _order = "sequence, name"
    _rec_name = "title"

    name = fields.Char(
        "Technical name", required=True, index=True, help="E.g. sales_week."
    )
    title = fields.Char(required=True, translate=True)
    description = fields.Char(
        required=True, translate=True, help="One sentence: what one reads in it."
    )
    text = fields.Text(
        required=True,
        translate=True,
        help="Markdown. {orders} stands for the table of a query, {orders.count} for the "
        "number of its records, {date_from} for a parameter.",
    )
    definition = fields.Text(
        required=True,
        translate=by_terms("mcp_report_template", terms.translated),
        help="YAML: the parameters, and the queries by name.",
    )
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    shipped = fields.Char(
        readonly=True, copy=False, help="Fingerprint of what the addon brought."
    )

    @api.constrains("name")
    def _check_name(self) -> None:
        for template in self:
            if not NAME.fullmatch(template.name):
                raise ValidationError(
                    _("%s: small letters, digits and _ only.") % template.name
                )
            same = self.with_context(active_test=False).search_count(
                [("name", "=", template.name), ("id", "!=", template.id)]
            )
            if same:
                raise ValidationError(
                    _("There is a report template %s already.") % template.name
                )

    @api.constrains("text", "definition")
    def _check_definition(self) -> None:
        for template in self:
            try:
                found = template._definition()
                filling.check(template.env, template.text, found)
            except ValueError as error:
                raise ValidationError(
                    _("%(title)s: %(problem)s")
                    % {"title": template.title, "problem": error}
                ) from None

    def copy_data(self, default: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        copies = super().copy_data(default)
        for template, values in zip(self, copies, strict=True):
            values["name"] = f"{template.name}_copy"
        return copies

    def action_try(self) -> dict[str, Any]:
        """Open a dialog that fills the report as the person at hand."""
        self.ensure_one()
        trial = self.env["mcp.report.trial"].create({"template_id": self.id})
        return trial._shown()

    def _definition(self) -> definitions.Definition:
        return definitions.read(self.definition)

    @api.model
    def _offered(self) -> list[tuple[McpReportTemplate, definitions.Definition]]:
        """The templates whose models the caller may read, with their definitions."""
        # sudo: which ones a caller sees is decided by his rights to their models
        found = [(t, t._known_definition()) for t in self.sudo().search([])]
        return [(t, d) for t, d in found if d and not filling.lacking(self.env, d)]

    def _known_definition(self) -> definitions.Definition | None:
        """None for one that was saved before something became a mistake."""
        try:
            return self._definition()
        except ValueError as error:
            _logger.warning("report template %s: %s", self.name, error)
            return None

    # ------------------------------------------------------------------ shipping

    @api.model
    def _load_shipped(self) -> None:
        """Create or renew what ``data/report_templates`` brings; edited ones stay."""
        for name, values in shipped.templates():
            template = self.env.ref(f"odoo_mcp.report_template_{name}", False)
            if not template:
                xml_id = f"odoo_mcp.report_template_{name}"
                fresh = {"xml_id": xml_id, "values": values, "noupdate": True}
                self.with_context(install_module=ADDON)._load_records([fresh])
            elif template.shipped == template._fingerprint():
                # its name may be one beside theirs
                values = {key: values[key] for key in values if key != "name"}
                template.with_context(lang=None).write(values)

    def _fingerprint(self) -> str:
        own = self.with_context(lang=None)
        return shipped.fingerprint({key: own[key] for key in shipped.KEYS})


class McpReportTrial(models.TransientModel):
    """A report template, filled for who edits it."""

    _name = "mcp.report.trial"
    _description = "MCP Report Trial"

    template_id = fields.Many2one("mcp.report.template", required=True, readonly=True)
    given = fields.Text("Parameters", help="A line each, e.g. date_from: 2026-01-01")
    markdown = fields.Text(readonly=True)
    html = fields.Html("Report", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        trials = super().create(vals_list)
        for trial in trials:
            found = trial.template_id._definition().parameters
            lines = [f"{name}: {p.default or ''}".strip() for name, p in found.items()]
            trial.given = trial.given or "\n".join(lines)
            if not any(parameter.required for parameter in found.values()):
                trial.action_fill()
        return trials

    def action_fill(self) -> dict[str, Any]:
        """Fill it with the parameters as they stand."""
        self.ensure_one()
        template = self.template_id
        try:
            given = definitions.plain(self.given or "") or {}
            if not isinstance(given, dict):
                raise ToolError(_("Parameters: a line each, name: value."))
            report = filling.fill(
                self.env, template.text, template._definition(), given
            )
        except (ToolError, ValueError) as error:
            raise UserError(str(error)) from None
        self.markdown = report.markdown
        self.html = _html(report.markdown)
        return self._shown()

    def _shown(self) -> dict[str, Any]:
        return {
            "type": "ir.actions.act_window",
            "name": self.template_id.title,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


def _html(text: str) -> str:
    """For the dialog: tables as Odoo's own look."""
    return markdown.to_html(text).replace("<table>", '<table class="table table-sm">')
