"""What the tools for payments answer: payments and invoices as they are now."""

from __future__ import annotations

from typing import Any

from ...services.answers.lean import LeanResult
from ...services.declarations import Field
from ...services.orm.reads.cells import cell


class Payments(LeanResult):
    OPTIONAL = ("invoices", "batch", "note")

    payments: list[dict[str, Any]] = Field(
        description="id, name, state, amount, partner, date, journal, url"
    )
    invoices: list[dict[str, Any]] = Field(
        default_factory=list, description="id, name, payment_state, due, url"
    )
    batch: dict[str, Any] | None = None
    note: str | None = None

    def text(self) -> str:
        rows = [("payment", p) for p in self.payments]
        rows += [("invoice", i) for i in self.invoices]
        rows += [("batch", self.batch)] if self.batch else []
        lines = [
            f"{kind} " + ", ".join(f"{k} {cell(v)}" for k, v in row.items() if v)
            for kind, row in rows
        ]
        return "\n".join([*lines, *([self.note] if self.note else [])])
