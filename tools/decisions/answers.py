"""A decision as the tools answer it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from odoo import models

from ...services.declarations import Result
from ...services.orm import url
from ...services.orm.reads import values
from ...services.orm.reads.cells import cell


class Decision(BaseModel):
    id: int
    name: str
    state: str = Field(description="draft, pending, approved, rejected or cancelled")
    decision_type: str
    amount: dict[str, Any] | None = None
    subject: dict[str, Any] | None = Field(None, description="What it is about.")
    requester: str
    approvers: list[str]
    approved_by: list[str]
    approvals_needed: int
    decided_by: str | None = None
    decided_at: str | None = None
    reason: str | None = Field(None, description="Why it was rejected.")
    can_decide: bool = Field(description="It waits for your vote.")

    def line(self) -> str:
        approved = f"{len(self.approved_by)}/{self.approvals_needed} approved"
        parts = [
            f"{self.id} {self.name}: {self.state}, {self.decision_type}",
            cell(self.amount),
            cell(self.subject),
            f"by {self.requester}",
            f"approvers {', '.join(self.approvers) or '–'} ({approved})",
            f"decided by {self.decided_by} {self.decided_at}"
            if self.decided_by
            else "",
            f"reason: {self.reason}" if self.reason else "",
            "waits for you" if self.can_decide else "",
        ]
        return "; ".join(filter(None, parts))


class DecisionAnswer(Result, Decision):
    """One decision, as it is after the call."""

    url: str
    note: str | None = None

    def text(self) -> str:
        return "\n".join(filter(None, [self.line(), self.note, self.url]))


def facts(decision: models.BaseModel) -> dict[str, Any]:
    """What ``Decision`` takes, of a decision that the caller may read."""

    def of(name: str) -> Any:
        return values.of(decision, decision._fields[name])[0]

    return {
        "id": decision.id,
        "name": decision.name,
        "state": decision.state,
        "decision_type": decision.decision_type,
        "amount": of("amount") if decision.amount else None,
        "subject": of("subject"),
        "requester": decision.requester_id.name,
        "approvers": decision.approver_ids.mapped("name"),
        "approved_by": decision.approved_by_ids.mapped("name"),
        "approvals_needed": decision.approvals_needed,
        "decided_by": decision.decided_by_id.name or None,
        "decided_at": of("decided_at"),
        "reason": decision.reason or None,
        "can_decide": decision.can_decide,
    }


def answer(decision: models.BaseModel, note: str | None = None) -> DecisionAnswer:
    """The decision as the database has it now."""
    decision.env.flush_all()
    decision.env.invalidate_all()
    return DecisionAnswer(**facts(decision), url=url.of(decision), note=note)
