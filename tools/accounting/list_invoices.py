from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel

from odoo import api, models

from ...services.answers.lists import as_list
from ...services.compat.access import may_read_field
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import DateArg, Named
from ...services.orm.labels import Labelled
from ...services.orm.reads.values import number
from ..records.pages import RecordPage
from .pages import Listing, ListParams, page_of
from .report_params import today

MOVE = ("account.move",)
INVOICES = ["out_invoice", "out_refund", "in_invoice", "in_refund"]
RECEIPTS = ["out_receipt", "in_receipt"]
TYPE = Literal[
    "out_invoice",
    "out_refund",
    "in_invoice",
    "in_refund",
    "out_receipt",
    "in_receipt",
    "entry",
]
PAID = Literal["not_paid", "in_payment", "paid", "partial", "reversed", "blocked"]
# what is left to pay; 'in_payment' waits for the bank only
UNPAID = ["not_paid", "partial", "blocked"]
PARTNER = AliasChoices("partner", "partner_id", "customer_id", "vendor_id")
COLUMNS = (
    "name",
    "move_type",
    "state",
    "payment_state",
    "partner_id",
    "invoice_date",
    "invoice_date_due",
    "amount_total",
    "amount_residual",
    "ref",
)
ORDER = "invoice_date desc, id desc"


class InvoicesParams(ListParams):
    move_type: Annotated[
        TYPE | list[TYPE] | None, Labelled("account.move", "move_type")
    ] = Field(
        None,
        description="Default: invoices, bills, refunds and receipts; never entries.",
    )
    state: Annotated[
        Literal["draft", "posted", "cancel"] | None, Labelled("account.move", "state")
    ] = Field(None, description="Default: all three.")
    payment_state: Annotated[
        PAID | list[PAID] | None, Labelled("account.move", "payment_state")
    ] = Field(None, description="Default: any. Not paid are posted ones, or of state.")
    partner: Named("res.partner") | None = Field(
        None,
        validation_alias=PARTNER,
        description="Id or exact name; the whole company of a contact.",
    )
    date_from: DateArg | None = Field(None, description="Invoice date, first day.")
    date_to: DateArg | None = Field(None, description="Invoice date, last day.")
    overdue: bool = Field(False, description="Posted, not paid, due before today.")

    def domain(self, env: api.Environment) -> list[Any]:
        """The domain that the arguments ask for."""
        types = as_list(self.move_type or [*INVOICES, *RECEIPTS])
        found: list[Any] = [("move_type", "in", types)]
        states = as_list(self.payment_state)
        # nothing is owed on a draft, which counts as not paid too
        owed = self.state is None and set(states or ()) & set(UNPAID)
        found += [
            (name, operator, value)
            for name, operator, value in (
                ("state", "=", "posted" if owed else self.state),
                ("payment_state", "in", states),
                ("invoice_date", ">=", self.date_from),
                ("invoice_date", "<=", self.date_to),
            )
            if value
        ]
        return [*found, *self._partner(env), *self._overdue(env), *self._query()]

    def _partner(self, env: api.Environment) -> list[Any]:
        if not self.partner:
            return []
        company = env["res.partner"].browse(self.partner).commercial_partner_id
        return [("commercial_partner_id", "=", company.id)]

    def _overdue(self, env: api.Environment) -> list[Any]:
        if not self.overdue:
            return []
        return [
            ("state", "=", "posted"),
            ("payment_state", "in", UNPAID),
            ("invoice_date_due", "<", today(env)),
        ]

    def _query(self) -> list[Any]:
        if not self.query:
            return []
        names = ("name", "ref", "payment_reference", "partner_id.name")
        return ["|"] * (len(names) - 1) + [(n, "ilike", self.query) for n in names]


SUMMED = ("amount_total_signed", "amount_residual_signed")


class Total(BaseModel):
    """Of all that match, not of the page alone."""

    currency: str
    total: float | None
    due: float | None


class InvoicePage(RecordPage):
    totals: list[Total] = Field(
        default_factory=list,
        description="Of all matches, net: above zero is owed to us, below by us.",
    )

    def head(self) -> str:
        sums = [f"net {t.total} {t.currency}, due {t.due}" for t in self.totals]
        return "; ".join([super().head(), *sums])


class ListInvoices(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        requires=MOVE,
        aliases=("odoo_list_invoices", "list_invoice", "search_invoices"),
    )
    def _mcp_list_invoices(self, params: InvoicesParams) -> InvoicePage:
        """List invoices, bills and refunds, newest first, with what is left to pay.

        Totals are of all that match, in the currency of the company.
        """
        env = params.env_of(self)
        domain = params.domain(env)
        moves = env["account.move"]
        totals = _totals(moves, domain)
        listing = Listing(_columns(env), ORDER)
        return page_of(moves, params, domain, listing, InvoicePage, totals=totals)


def _columns(env: api.Environment) -> tuple[str, ...]:
    """The columns of the list; with the company for callers who work in several."""
    return (*COLUMNS, "company_id") if len(env.companies) > 1 else COLUMNS


def _totals(moves: models.BaseModel, domain: list[Any]) -> list[Total]:
    """One total a currency: different currencies are never added up."""
    if not all(may_read_field(moves, moves._fields[name]) for name in SUMMED):
        return []
    sums = [f"{name}:sum" for name in SUMMED]
    found: dict[Any, list[float]] = {}
    for company, total, due in moves._read_group(domain, ["company_id"], sums):
        before = found.setdefault(company.sudo().currency_id, [0.0, 0.0])
        before[0] += total or 0.0
        before[1] += due or 0.0
    return [
        Total(
            currency=currency.name,
            total=number(total, currency.decimal_places),
            due=number(due, currency.decimal_places),
        )
        for currency, (total, due) in found.items()
    ]
