from __future__ import annotations

from typing import Any, Literal

from odoo import models
from odoo.tools import html2plaintext

from ...services.answers.fitting import beginning, cost, room
from ...services.answers.paging import remark
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm import url
from ...services.orm.context_params import ContextParams
from ...services.orm.reads.paged import paged
from .answers import Decision, facts
from .submit_decision import DecisionId

WHOSE: dict[str, Any] = {
    "mine": lambda uid: [("requester_id", "=", uid)],
    "to_decide": lambda uid: [
        ("state", "=", "pending"),
        ("requester_id", "!=", uid),
        ("approver_ids", "in", [uid]),
        ("approved_by_ids", "not in", [uid]),
    ],
}


class ReadParams(ContextParams):
    decision_id: DecisionId | None = Field(
        None, description="One decision, with its description."
    )
    whose: Literal["all", "mine", "to_decide"] = Field(
        "all", description="mine: requested by you; to_decide: they wait for you."
    )
    state: Literal["draft", "pending", "approved", "rejected", "cancelled"] | None = (
        Field(None, description="Only these.")
    )
    decision_type: str | None = Field(None, description="E.g. purchase.")
    query: str | None = Field(None, description="Text in title or description.")
    limit: int = Field(20, ge=1, description="Decisions at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Decisions to skip.")

    def domain(self, uid: int) -> list[Any]:
        """The domain of what is asked for."""
        if self.decision_id is not None:
            return [("id", "=", self.decision_id)]
        found = WHOSE[self.whose](uid) if self.whose in WHOSE else []
        found += [("state", "=", self.state)] if self.state else []
        kind = self.decision_type
        found += [("decision_type", "=", kind)] if kind else []
        if self.query:
            text = self.query
            found += ["|", ("name", "ilike", text), ("body", "ilike", text)]
        return found


class Decisions(Result):
    url: str = Field(description="Web address of a decision; {id} is its id.")
    decisions: list[Decision]
    description: str | None = Field(None, description="Of the one asked for.")
    count: int
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = False

    def text(self) -> str:
        more = remark(self.next_offset)
        cut = ", cut to the answer budget" if self.truncated else ""
        head = f"{self.count} of {self.total} decisions{more}{cut}; {self.url}"
        lines = [decision.line() for decision in self.decisions]
        rest = filter(None, [self.note, self.description])
        return "\n".join([head, *lines, *rest])


class ReadDecisions(models.AbstractModel):
    _inherit = "mcp.tools.decisions"

    @mcp_tool(Effect.READ, aliases=("odoo_read_decisions", "list_decisions"))
    def _mcp_read_decisions(self, params: ReadParams) -> Decisions:
        """Find decisions that you requested or may decide; one with its description."""
        decisions = params.env_of(self)["mcp.decision"]
        description = self._whole_text(decisions, params)
        page = paged(
            decisions,
            params.domain(self.env.uid),
            lambda found: [Decision(**facts(decision)) for decision in found],
            limit=params.limit,
            offset=params.offset,
            kept_back=cost(description or ""),
        )
        return Decisions(
            url=url.template(decisions),
            decisions=page.rows,
            description=description,
            count=len(page.rows),
            total=page.total,
            next_offset=page.next_offset,
            note=page.note,
            truncated=page.truncated,
        )

    def _whole_text(
        self, decisions: models.BaseModel, params: ReadParams
    ) -> str | None:
        if params.decision_id is None:
            return None
        found = decisions.browse(params.decision_id)
        text = html2plaintext(found.body or "", include_references=False)
        kept = beginning(text, room(self.env) // 2)
        return (f"{kept}…" if len(kept) < len(text) else kept) or None
