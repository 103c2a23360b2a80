from __future__ import annotations

from typing import Any

from pydantic import AliasChoices

from odoo import models

from ...services.accounting import duplicates
from ...services.accounting.invoice import (
    ENTRY_COLUMNS,
    HEAD_COLUMNS,
    LINE_COLUMNS,
    due,
    payments,
    taxes,
)
from ...services.answers import fitting
from ...services.answers.lean import LeanResult
from ...services.answers.paging import next_offset
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm import url
from ...services.orm.context_params import ContextParams
from ...services.orm.reads import fit, output
from ...services.orm.reads.cells import cell
from .list_invoices import MOVE
from .named import InvoiceArg
from .pages import paths_of

INVOICE = AliasChoices("invoice_id", "invoice", "move_id", "id")


class InvoiceParams(ContextParams):
    invoice_id: InvoiceArg = Field(
        validation_alias=INVOICE, description="Id or number, e.g. INV/2025/00001."
    )
    limit: int = Field(50, ge=1, le=200, description="Lines at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Lines to skip.")


class InvoiceAnswer(LeanResult):
    OPTIONAL = (
        *("next_offset", "truncated", "attachments", "taxes", "payments", "due"),
        "may_duplicate",
    )

    id: int
    url: str
    invoice: dict[str, Any]
    lines: list[dict[str, Any]]
    line_count: int
    next_offset: int | None = None
    taxes: list[dict[str, Any]] = Field(
        default_factory=list, description="tax, base, amount"
    )
    payments: list[dict[str, Any]] = Field(
        default_factory=list,
        description="What was matched: date, amount, records; what a payment wrote off.",
    )
    due: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Installments: date, amount, residual; discounted is what is due "
        "when paid by discount_date.",
    )
    attachments: int = Field(0, description="See list_attachments.")
    may_duplicate: list[dict[str, Any]] = Field(
        default_factory=list, description="Invoices that may be the same."
    )
    truncated: bool = False

    def text(self) -> str:
        head = [f"account.move {self.id} {self.url}"]
        facts = [f"{name}: {cell(value)}" for name, value in self.invoice.items()]
        parts = [f"{len(self.lines)} of {self.line_count} lines"]
        if self.next_offset:
            parts.append(f"next_offset {self.next_offset}")
        if self.may_duplicate:
            parts.append(f"may duplicate {cell(self.may_duplicate)}")
        tables = (
            ("line", self.lines),
            ("tax", self.taxes),
            ("payment", self.payments),
            ("due", self.due),
        )
        rows = [line for name, found in tables for line in _table(name, found)]
        return "\n".join([*head, *facts, ", ".join(parts), *rows])


def _table(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """The rows below the names of all columns that any of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if not rows:
        return []
    lines = ("|".join(cell(row.get(c)) for c in columns) for row in rows)
    return [f"{name}: {'|'.join(columns)}", *lines]


class ReadInvoice(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        requires=MOVE,
        aliases=("odoo_read_invoice", "get_invoice"),
    )
    def _mcp_read_invoice(self, params: InvoiceParams) -> InvoiceAnswer:
        """Read an invoice or bill: lines, taxes, payments and what is due when."""
        move = params.env_of(self)["account.move"].browse(params.invoice_id)
        entry = move.move_type == "entry"
        lines = move.line_ids if entry else move.invoice_line_ids
        columns = ENTRY_COLUMNS if entry else LINE_COLUMNS
        wanted = lines[params.offset : params.offset + params.limit]
        rows = _shown(wanted, columns)
        kept = rows[: fit.how_many(rows, fitting.room(move.env) - 6000) or 1]
        return InvoiceAnswer(
            id=move.id,
            url=url.of(move),
            invoice=_shown(move, HEAD_COLUMNS)[0],
            lines=kept,
            line_count=len(lines),
            next_offset=next_offset(params.offset, len(kept), len(lines)),
            taxes=taxes(move),
            payments=payments(move),
            due=due(move),
            attachments=move.message_attachment_count,
            may_duplicate=duplicates.of(move),
            truncated=len(kept) < len(rows),
        )


def _shown(records: models.BaseModel, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Records as rows of those of ``columns`` that exist here, without empty values."""
    rows, _unreadable = output.rows(records, paths_of(records, columns))
    shown = [fit.clipped(fit.filled(row), fit.LONGEST)[0] for row in rows]
    return shown
