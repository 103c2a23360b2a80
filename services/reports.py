"""Reports (``ir.actions.report``) that the caller may print, and their rendering."""

from __future__ import annotations

from dataclasses import dataclass

from odoo import api, models
from odoo.tools.safe_eval import safe_eval, time

from .compat.user_groups import groups_of
from .errors import ToolError
from .orm.nearest import nearest
from .orm.relations import as_id

PDF, HTML, TEXT = "qweb-pdf", "qweb-html", "qweb-text"
FORMS = {
    "pdf": ("application/pdf", "pdf"),
    "html": ("text/html", "html"),
    "text": ("text/plain", "txt"),
}
# wkhtmltopdf works in these states; "workers" only warns that there is a single one
WORKING = ("ok", "upgrade", "workers")


@dataclass(frozen=True)
class Rendered:
    """A report as a file."""

    filename: str
    content: bytes
    mimetype: str


def of_model(env: api.Environment, model: str) -> models.BaseModel:
    """The reports of ``model`` that the caller's groups may print (superuser)."""
    # sudo: who may print is decided by the report's groups, as in Odoo's menus
    reports = env["ir.actions.report"].sudo().search([("model", "=", model)])
    return reports.filtered(lambda report: _may_print(env, report))


def find(env: api.Environment, name: str | int) -> models.BaseModel:
    """The report that ``name`` means: its technical name, external id or id
    (superuser).

    Raises:
        ToolError: there is none, or it is for others.
    """
    # sudo: as in ``of_model``
    reports = env["ir.actions.report"].sudo()
    text = str(name).strip()
    if isinstance(number := as_id(text), int):
        found = reports.search([("id", "=", number)])
    else:
        found = reports.search([("report_name", "=", text)], limit=1)
        found = found or _by_xml_id(reports, text)
    if not found or not _may_print(env, found):
        raise ToolError(_unknown(env, text))
    return found


def render(report: models.BaseModel, records: models.BaseModel, form: str) -> Rendered:
    """``report`` of ``records``, read by the caller; nothing is stored with them.

    Args:
        form: ``pdf``, ``html`` or ``text``.

    Raises:
        ToolError: wkhtmltopdf is missing, or is too old.
    """
    env = records.env
    if form == "pdf":
        _require_wkhtmltopdf(env)
    renderer = env["ir.actions.report"].with_context(report_pdf_no_attachment=True)
    method = getattr(renderer, f"_render_qweb_{form}")
    content, _kind = method(report.id, records.ids, {})
    content = content.encode() if isinstance(content, str) else bytes(content)
    mimetype, ending = FORMS[form]
    if form == "pdf" and not content.startswith(b"%PDF"):
        # where Odoo's own tests run it answers HTML
        mimetype, ending = FORMS["html"]
    return Rendered(f"{_name(report, records)}.{ending}", content, mimetype)


def _require_wkhtmltopdf(env: api.Environment) -> None:
    state = env["ir.actions.report"].get_wkhtmltopdf_state()
    if state not in WORKING:
        raise ToolError(
            env._(
                "No PDF: wkhtmltopdf is missing on the Odoo server, or is broken (%s). "
                "An administrator installs wkhtmltopdf 0.12.6; until then ask for "
                "format html."
            )
            % state
        )


def _may_print(env: api.Environment, report: models.BaseModel) -> bool:
    groups = groups_of(report)
    if groups and not set(groups.ids) & set(env.user._get_group_ids()):
        return False
    return report.model in env and env[report.model].has_access("read")


def _by_xml_id(reports: models.BaseModel, name: str) -> models.BaseModel:
    found = reports.env.ref(name, raise_if_not_found=False) if "." in name else None
    return found if found and found._name == reports._name else reports.browse()


def _unknown(env: api.Environment, name: str) -> str:
    # sudo: as in ``of_model``
    known = env["ir.actions.report"].sudo().search([])
    names = [report.report_name for report in known if _may_print(env, report)]
    hint = nearest(name, names)
    text = env._("There is no report %s for you; list_reports lists them.") % name
    return text + (env._(" Nearest: %s.") % hint if hint else "")


def _name(report: models.BaseModel, records: models.BaseModel) -> str:
    """The file's name as Odoo gives it.

    Of one record it is what the report's expression says, else the name of the report.
    """
    expression = report.print_report_name
    name = report.name
    if expression and len(records) == 1:
        name = safe_eval(expression, {"object": records, "time": time}) or name
    return str(name).replace("/", "_")
