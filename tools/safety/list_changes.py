from __future__ import annotations

from typing import Any

from odoo import models

from ...services.answers.paging import next_offset
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.orm.moments import show_datetime


class ChangesParams(Params):
    change_id: int | None = Field(None, description="Show this one in full: old → new.")
    model: str | None = Field(None, description="Only changes of this model's records.")
    record_id: int | None = Field(None, description="Only changes of this record.")
    limit: int = Field(20, ge=1, le=100, description="Most changes in one answer.")
    offset: int = Field(0, ge=0, description="Changes to pass over.")


class Changes(Result):
    changes: list[dict[str, Any]]
    total: int
    next_offset: int | None = None


class SafetyTools(models.AbstractModel):
    _inherit = "mcp.tools.safety"

    @mcp_tool(Effect.READ)
    def _mcp_list_changes(self, params: ChangesParams) -> Changes:
        """List what was changed through this server, newest first, and what of it
        `undo` can bring back; your own changes, or all for an administrator.
        """
        changes = self.env["mcp.change"]
        domain = _domain(params)
        found = changes.search(domain, limit=params.limit, offset=params.offset)
        total = changes.search_count(domain)
        full = params.change_id is not None
        return Changes(
            changes=[_listed(change, full) for change in found],
            total=total,
            next_offset=next_offset(params.offset, len(found), total),
        )


def _domain(params: ChangesParams) -> list[Any]:
    if params.change_id is not None:
        return [("id", "=", params.change_id)]
    wanted = (("model", params.model), ("res_id", params.record_id))
    of_line = [(name, "=", value) for name, value in wanted if value]
    # of one line: another one may be of the model, and of a record with that id
    return [("line_ids", "any", of_line)] if of_line else []


def _listed(change: models.BaseModel, full: bool) -> dict[str, Any]:
    listed = {
        "id": change.id,
        "time": show_datetime(change.env, change.create_date),
        "user": change.user_id.display_name,
        "tool": change.tool,
        "kind": change.kind,
        "summary": change.summary,
        "undone_by": change.undone_by_id.id or None,
        "can_undo": change.can_undo,
    }
    return {**listed, **change._shown().data} if full else listed
