from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from odoo import fields, models

from ...services.audit import audit_rows
from ...services.call import Call
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.documents import spreadsheets
from ...services.documents.spreadsheets import Counted
from ...services.file_links import links
from ...services.orm.moments import show_datetime
from .search_audit_log import AuditParams

MOST_ROWS = 100_000
TYPES = {"csv": "text/csv", "json": "application/json"}


class ExportAuditParams(AuditParams):
    format: Literal["csv", "json"] = Field("csv", description="Of the file.")


class AuditFile(Result):
    url: str = Field(description="Downloads the file, once, within minutes.")
    filename: str
    rows: int
    size: int = Field(description="Bytes.")
    expires: str
    truncated: bool = Field(description=f"Only the newest {MOST_ROWS} rows.")
    total: int


class ExportAuditLog(models.AbstractModel):
    _inherit = "mcp.tools.safety"

    @mcp_tool(Effect.READ)
    def _mcp_export_audit_log(self, params: ExportAuditParams, call: Call) -> AuditFile:
        """Export calls made through this server as a file behind a link: yours, or
        everybody's for an administrator.
        """
        domain = audit_rows.domain(self.env, params.model_dump())
        total = audit_rows.count(self.env, domain)
        rows = Counted(audit_rows.every(self.env, domain, min(total, MOST_ROWS)))
        content = self._file(params.format, rows)
        today = fields.Date.context_today(self)
        filename = f"mcp_audit_{today.isoformat()}.{params.format}"
        link = links.offer_file(call, filename, content, TYPES[params.format])
        return AuditFile(
            url=link.url,
            filename=filename,
            rows=rows.count,
            size=len(content),
            expires=show_datetime(self.env, link.expires),
            truncated=rows.count < total,
            total=total,
        )

    def _file(self, kind: str, rows: Iterable[dict]) -> bytes:
        if kind == "json":
            return spreadsheets.json_of(rows)
        return spreadsheets.csv_of(map(_cells, rows), audit_rows.COLUMNS)


def _cells(row: dict) -> list:
    """In the order of the columns; Odoo's empty values as such."""
    found = [row.get(name) for name in audit_rows.COLUMNS]
    return [None if value is False else value for value in found]
