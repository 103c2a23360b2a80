from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel

from odoo import models

from ...services.accounting.aging import BUCKETS, aged, items_domain
from ...services.accounting.ledger import MODEL
from ...services.accounting.scope import Scope
from ...services.answers.lean import LeanResult
from ...services.answers.paging import remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import DateArg, Named
from ...services.orm.reads.cells import cell
from .list_invoices import PARTNER
from .report_page import page_of
from .report_params import ReportParams, today
from .toolset import GROUPS, LINES

DATE = AliasChoices("date_to", "date", "as_of", "as_of_date")
HOW = (
    "Items behind a partner's total: search_records on account.move.line with domain + "
    "[['partner_id', '=', id]]; what is matched by then cancels out in their balance."
)


class AgedParams(ReportParams):
    kind: Literal["receivable", "payable"] = Field(
        "receivable", description="What customers owe us, or we owe vendors."
    )
    date_to: DateArg | None = Field(
        None, validation_alias=DATE, description="As it stood on this day's end."
    )
    partner: Named("res.partner") | None = Field(
        None, validation_alias=PARTNER, description="Id or exact name."
    )
    limit: int = Field(50, ge=1, le=1000, description="Partners at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Partners to skip.")


class PartnerRow(BaseModel):
    """A partner's open amounts, one a bucket."""

    id: int | None = Field(description="Null: items without a partner.")
    name: str | None
    amounts: list[float]
    total: float


class AgedAnswer(LeanResult):
    OPTIONAL = ("note", "next_offset")

    kind: str
    date: str
    companies: list[str]
    currency: str
    buckets: list[str] = Field(description="Days late, by due date.")
    partners: list[PartnerRow] = Field(description="The largest total first.")
    total_partners: int
    next_offset: int | None = None
    amounts: list[float] = Field(description="Of all partners, one a bucket.")
    total: float
    overdue: float
    model: str = MODEL
    domain: list[Any] = Field(description=HOW)
    note: str | None = None

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{self.kind} {self.date}, {', '.join(self.companies)}, {self.currency}"
        shown = f"{len(self.partners)} of {self.total_partners} partners{more}"
        return "\n".join([f"{head}, {shown}, overdue {self.overdue}", *self._rows()])

    def _rows(self) -> Iterator[str]:
        if self.note:
            yield self.note
        yield "|".join(["id", "partner", *self.buckets, "total"])
        for row in self.partners:
            yield "|".join(map(cell, (row.id, row.name, *row.amounts, row.total)))
        yield "|".join(map(cell, ("", "all", *self.amounts, self.total)))


class AgedBalances(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        groups=GROUPS,
        requires=LINES,
        aliases=("odoo_aged_balances", "aged_receivable", "aged_payable"),
    )
    def _mcp_aged_balances(self, params: AgedParams) -> AgedAnswer:
        """Get what customers owe us, or we owe vendors, by how late it is.

        By partner, as it stood at the end of any day; credit notes and payments that
        are not matched count against it.
        """
        env = params.env_of(self)
        day = params.date_to or today(env)
        scope = params.scope(env, day)
        found = aged(scope, params.kind, day, _only(params))
        partners = _by_total(scope, found)
        shown = partners[params.offset : params.offset + params.limit]
        rows = _partner_rows(scope, found, shown)
        kept, following = page_of(env, rows, params.offset, len(partners))
        sums = _sums(found)
        return AgedAnswer(
            kind=params.kind,
            date=day.isoformat(),
            companies=scope.names,
            currency=scope.currency.name,
            buckets=list(BUCKETS),
            partners=kept,
            total_partners=len(partners),
            next_offset=following,
            amounts=[scope.rounded(value) for value in sums],
            total=scope.rounded(sum(sums)),
            overdue=scope.rounded(sum(sums[1:])),
            domain=[*items_domain(scope, params.kind, day), *_only(params)],
            note=scope.note(),
        )


def _sums(found: dict[int | None, list[float]]) -> list[float]:
    """What all partners owe, one amount a bucket."""
    if not found:
        return [0.0] * len(BUCKETS)
    return [sum(amounts) for amounts in zip(*found.values(), strict=True)]


def _only(params: AgedParams) -> list[Any]:
    """The domain of the only partner that is asked for; empty for all of them."""
    return [["partner_id", "child_of", params.partner]] if params.partner else []


def _by_total(
    scope: Scope, found: dict[int | None, list[float]]
) -> list[tuple[int | None, float]]:
    """Partners with their totals, the largest first."""
    totals = {key: scope.rounded(sum(amounts)) for key, amounts in found.items()}
    return sorted(totals.items(), key=lambda pair: (-pair[1], pair[0] or 0))


def _partner_rows(
    scope: Scope,
    found: dict[int | None, list[float]],
    shown: list[tuple[int | None, float]],
) -> list[PartnerRow]:
    """The rows of the partners that are shown: there may be many thousands more."""
    ids = [partner for partner, _total in shown if partner]
    # sudo: the name is part of the items that the caller may read
    partners = scope.env["res.partner"].sudo().browse(ids)
    names = {partner.id: partner.display_name for partner in partners}
    return [
        PartnerRow(
            id=partner,
            name=names.get(partner),
            amounts=[scope.rounded(value) for value in found[partner]],
            total=total,
        )
        for partner, total in shown
    ]
