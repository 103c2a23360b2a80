from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import AliasChoices, model_validator

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import DateArg, Named
from ..records.pages import RecordPage
from .list_invoices import PARTNER, Total
from .named import AccountArg
from .pages import Listing, ListParams, page_of
from .toolset import GROUPS, LINES

# currency, amount, what is open of it
Sums = tuple[models.BaseModel, float, float]
ACCOUNT = AliasChoices("account", "account_id", "account_code")
JOURNAL = AliasChoices("journal", "journal_id")
BANK_LISTING = Listing(
    (
        "date",
        "payment_ref",
        "partner_id",
        "amount",
        "journal_id",
        "is_reconciled",
        "move_id",
    ),
    "date desc, id desc",
)
ITEMS_LISTING = Listing(
    (
        "date",
        "move_id",
        "account_id",
        "partner_id",
        "name",
        "debit",
        "credit",
        "amount_currency",
        "matching_number",
        "parent_state",
    ),
    "date desc, id desc",
)


class TransactionsParams(ListParams):
    kind: Literal["bank", "items"] = Field(
        "bank",
        description="Lines of bank statements, or journal items; account means items.",
    )
    journal: Named("account.journal") | None = Field(
        None, validation_alias=JOURNAL, description="Id or exact name."
    )
    account: AccountArg | None = Field(
        None, validation_alias=ACCOUNT, description="Of items: number, name or id."
    )
    partner: Named("res.partner") | None = Field(
        None, validation_alias=PARTNER, description="Id or exact name."
    )
    date_from: DateArg | None = Field(None, description="First day.")
    date_to: DateArg | None = Field(None, description="Last day.")
    unreconciled: bool = Field(False, description="Only what is not matched yet.")
    include_draft: bool = Field(False, description="Drafts too.")

    @model_validator(mode="after")
    def _of_account(self) -> TransactionsParams:
        """Refuse an account for bank lines: only journal items have one."""
        if self.account and "kind" not in self.model_fields_set:
            self.kind = "items"
        if self.account and self.kind == "bank":
            raise ValueError("account: bank lines have none; kind items, or journal")
        return self

    def domain(self) -> list[Any]:
        """What the arguments ask for."""
        bank = self.kind == "bank"
        state = "move_id.state" if bank else "parent_state"
        states = ["posted", "draft"] if self.include_draft else ["posted"]
        found: list[Any] = [(state, "in", states)]
        found += [
            (name, operator, value)
            for name, operator, value in (
                ("journal_id", "=", self.journal),
                ("account_id", "=", self.account),
                ("partner_id", "child_of", self.partner),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            )
            if value
        ]
        return [*found, *self._unmatched(bank), *self._query(bank)]

    def _unmatched(self, bank: bool) -> list[Any]:
        if not self.unreconciled:
            return []
        if bank:
            return [("is_reconciled", "=", False)]
        return [("reconciled", "=", False), ("account_id.reconcile", "=", True)]

    def _query(self, bank: bool) -> list[Any]:
        if not self.query:
            return []
        names = ["payment_ref"] if bank else ["name", "move_id.name", "ref"]
        names.append("partner_id.name")
        return ["|"] * (len(names) - 1) + [(n, "ilike", self.query) for n in names]


class TransactionPage(RecordPage):
    totals: list[Total] = Field(
        default_factory=list, description="Of all matches: amount, and what is open."
    )

    def head(self) -> str:
        sums = [f"{t.total} {t.currency}, open {t.due}" for t in self.totals]
        return "; ".join([super().head(), *sums])


class ReadTransactions(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        groups=GROUPS,
        requires=LINES,
        aliases=("odoo_read_transactions", "list_transactions"),
    )
    def _mcp_read_transactions(self, params: TransactionsParams) -> TransactionPage:
        """List bank transactions or journal items, newest first, with their totals.

        With `account`: the ledger of that account.
        """
        bank = params.kind == "bank"
        model = "account.bank.statement.line" if bank else "account.move.line"
        records = params.env_of(self)[model]
        domain = params.domain()
        totals = _totals(records, domain, bank=bank)
        listing = BANK_LISTING if bank else ITEMS_LISTING
        return page_of(records, params, domain, listing, TransactionPage, totals=totals)


def _totals(records: models.BaseModel, domain: list[Any], *, bank: bool) -> list[Total]:
    """One total a currency: the journal's for bank lines, the company's for items."""
    found: dict[Any, list[float]] = {}
    for currency, amount, left in (_of_bank if bank else _of_items)(records, domain):
        before = found.setdefault(currency, [0.0, 0.0])
        before[0] += amount
        before[1] += left
    return [
        Total(currency=c.name, total=c.round(total) + 0.0, due=c.round(left) + 0.0)
        for c, (total, left) in found.items()
    ]


def _of_bank(records: models.BaseModel, domain: list[Any]) -> Iterator[Sums]:
    by = ["currency_id", "is_reconciled"]
    for currency, matched, amount in records._read_group(domain, by, ["amount:sum"]):
        yield currency, amount, 0.0 if matched else amount


def _of_items(records: models.BaseModel, domain: list[Any]) -> Iterator[Sums]:
    sums = ["balance:sum", "amount_residual:sum"]
    for company, amount, left in records._read_group(domain, ["company_id"], sums):
        # sudo: the currency of a company whose items the caller may read
        yield company.sudo().currency_id, amount, left or 0.0
