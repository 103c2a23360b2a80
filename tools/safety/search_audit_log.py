from __future__ import annotations

from typing import Any, Literal

from pydantic import ValidationInfo, model_validator

from odoo import models

from ...services import settings
from ...services.answers import fitting, numbers
from ...services.answers.paging import next_offset, remark
from ...services.audit import audit_rows
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.orm.reads import cells, fit
from ...services.orm.writes import scalars

EFFECTS = Literal["read", "add", "change", "delete", "execute"]
RESULTS = Literal[
    "ok",
    "error",
    "refused",
    "preview",
    "asked",
    "replayed",
    "rolled_back",
    "stopped",
    "unknown",
    "open",
]


class AuditParams(Params):
    user: str | None = Field(None, description="Part of the user's name.")
    tool: str | None = Field(None, description="Name of the tool.")
    effect: EFFECTS | None = Field(None, description="What the call did.")
    result: RESULTS | None = Field(None, description="open: has not ended yet.")
    query: str | None = Field(None, description="Text in arguments or reason.")
    date_from: str | None = Field(None, description="Date or time, ISO 8601.")
    date_to: str | None = Field(None, description="Until then, that day included.")
    call_id: str | None = Field(None, description="One call.")

    @model_validator(mode="after")
    def _dates(self, info: ValidationInfo) -> AuditParams:
        for name in ("date_from", "date_to"):
            if text := getattr(self, name):
                try:
                    scalars.moment(info.context["env"], text)
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None
        return self


class SearchAuditParams(AuditParams):
    limit: int = Field(20, ge=1, description="Rows at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Rows to skip.")


class AuditPage(Result):
    rows: list[dict[str, Any]] = Field(
        description="time, user, tool, effect, result, duration_ms, arguments, …"
    )
    total: int
    next_offset: int | None = Field(None, description="Null after the last.")
    note: str | None = None

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{len(self.rows)} of {self.total} calls{more}"
        lines = [cells.line(row, audit_rows.COLUMNS) for row in self.rows]
        first = ", ".join(filter(None, (head, self.note)))
        return "\n".join([first, cells.SEPARATOR.join(audit_rows.COLUMNS), *lines])


class SearchAuditLog(models.AbstractModel):
    _inherit = "mcp.tools.safety"

    @mcp_tool(Effect.READ)
    def _mcp_search_audit_log(self, params: SearchAuditParams) -> AuditPage:
        """Find calls made through this server, newest first: yours, or everybody's
        for an administrator.
        """
        limit, note = numbers.capped(
            params.limit, settings.get(self.env, "max_limit"), "limit"
        )
        domain = audit_rows.domain(self.env, params.model_dump())
        rows = audit_rows.page(self.env, domain, limit, params.offset)
        kept = rows[: max(1, fit.how_many(rows, fitting.room(self.env)))]
        total = audit_rows.count(self.env, domain)
        return AuditPage(
            rows=kept,
            total=total,
            next_offset=next_offset(params.offset, len(kept), total),
            note=note or self._about_tool(params, total),
        )

    def _about_tool(self, params: SearchAuditParams, total: int) -> str | None:
        """A name that is none would read as a tool that nobody called."""
        catalog = self.env["mcp.catalog"]
        kinds = ("tool", "resource", "prompt")
        if (
            total
            or not params.tool
            or any(catalog._find(k, params.tool) for k in kinds)
        ):
            return None
        return self.env._("No tool is called %s.", params.tool)
