from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from odoo import models

from ...services import reports
from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.errors import ToolError
from ...services.file_links import links
from ...services.orm import untrusted
from ...services.orm.moments import show_datetime
from ...services.orm.params import MODEL, RECORD_IDS, ModelParams, ReadModel
from ...services.orm.writes.writing import AnyIds, missing
from .file_answers import FileAnswer, text_fields

MOST = 100


class ReportsParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. sale.order.")


class Report(BaseModel):
    """A report of a model."""

    report: str = Field(description="Name for render_report.")
    name: str
    type: str = Field(description="qweb-pdf, qweb-html or qweb-text")


class Reports(Result):
    reports: list[Report]

    def text(self) -> str:
        lines = [f"{r.report}: {r.name} ({r.type})" for r in self.reports]
        return "\n".join([f"{len(lines)} reports", *lines])


class RenderParams(Params):
    report: str | int = Field(
        description="Name as list_reports gives it, external id, or id."
    )
    record_ids: AnyIds = Field(
        validation_alias=RECORD_IDS, description="Ids of the records, up to 100."
    )
    format: Literal["pdf", "html", "text"] = Field(
        "pdf", description="html where the server has no wkhtmltopdf."
    )
    text: bool = Field(False, description="Answer the text of it too.")
    text_offset: int = Field(0, ge=0, description="Characters of the text to skip.")


class RenderReport(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_list_reports(self, params: ReportsParams) -> Reports:
        """List the reports that can be printed of a model's records."""
        env = params.records(self.env).env
        return Reports(
            reports=[
                Report(report=r.report_name, name=r.name, type=r.report_type)
                for r in reports.of_model(env, params.model)
            ]
        )

    @mcp_tool(Effect.READ, taken_back=True)
    def _mcp_render_report(self, params: RenderParams, call: Call) -> FileAnswer:
        """Print a report of records, such as a quotation or an invoice, as a PDF.

        Answers a link that downloads it once. Nothing is stored with the records.
        """
        report = reports.find(self.env, params.report)
        records = self.env[report.model].browse(params.record_ids)
        if len(records) > MOST:
            raise ToolError(self.env._("At most %s records at once.") % MOST)
        if text := missing(records):
            raise ToolError(text)
        file = reports.render(report, records, params.format)
        link = links.offer_file(call, file.filename, file.content, file.mimetype)
        more = _text(records, file, params.text_offset) if params.text else {}
        return FileAnswer(
            name=file.filename,
            mimetype=file.mimetype,
            size=len(file.content),
            url=link.url,
            expires=show_datetime(self.env, link.expires),
            **more,
        )


def _text(
    records: models.BaseModel, file: reports.Rendered, offset: int
) -> dict[str, Any]:
    outside = bool(untrusted.outsiders(records))
    return text_fields(
        records.env, file.content, file.mimetype, offset, outside=outside
    )
