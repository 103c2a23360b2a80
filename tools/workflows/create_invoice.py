from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, PrivateAttr, model_validator

from odoo import api, models

from ...services.accounting.paying import invoice_facts
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import ChangedDocument, head
from ...services.orm.reads.cells import cell
from ...services.orm.reads.values import amount
from ...services.workflows import invoicing


class CreateInvoiceParams(ContextParams):
    so_name: Named("sale.order") | None = Field(
        None,
        validation_alias=AliasChoices("so_name", "so_id", "sale_order_id", "order_id"),
        description="Sales order to invoice: id or number. Or give po_name.",
    )
    po_name: Named("purchase.order") | None = Field(
        None,
        validation_alias=AliasChoices("po_name", "po_id", "purchase_order_id"),
        description="Purchase order to bill, instead of so_name.",
    )
    down_payment_percent: float | None = Field(
        None, gt=0, le=100, description="A down payment of so many percent of the sale."
    )
    down_payment_amount: float | None = Field(
        None,
        gt=0,
        description="A down payment of this amount, in the order's currency.",
    )
    # what came of it, for the sentence of a preview
    _made: str = PrivateAttr("")

    @model_validator(mode="after")
    def _one_order(self) -> CreateInvoiceParams:
        if (self.so_name is None) == (self.po_name is None):
            raise ValueError("so_name or po_name, one of them")
        given = [self.down_payment_percent, self.down_payment_amount]
        if given.count(None) == 0:
            raise ValueError("a down payment is a percentage or an amount, not both")
        if self.po_name is not None and given.count(None) < 2:
            raise ValueError("down payments are of sales orders (so_name)")
        return self

    def order(self, env: api.Environment) -> models.BaseModel:
        if self.so_name is not None:
            return env["sale.order"].browse(self.so_name)
        return env["purchase.order"].browse(self.po_name)

    def advance(self) -> dict[str, Any]:
        """The values of a down payment for the wizard of a sales order."""
        if self.down_payment_percent is not None:
            method, field = "percentage", {"amount": self.down_payment_percent}
        elif self.down_payment_amount is not None:
            method, field = "fixed", {"fixed_amount": self.down_payment_amount}
        else:
            return {}
        return {"advance_payment_method": method, **field}


class NewInvoices(ChangedDocument):
    """The order, and the drafts that were made of it."""

    invoices: list[dict[str, Any]] = Field(
        default_factory=list, description="id, name, state, total, due, url"
    )
    invoice_status: str | None = Field(None, description="Of the order, now.")

    def rest(self) -> list[str]:
        lines = [
            ", ".join(f"{k} {cell(v)}" for k, v in row.items() if v)
            for row in self.invoices
        ]
        return [*lines, f"order: {self.invoice_status}"]


class CreateInvoice(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        requires=(("sale.order", "purchase.order"), "account.move"),
        aliases=("odoo_create_invoice", "invoice_order", "create_bill"),
        presses=(
            "sale.advance.payment.inv.create_invoices",
            "purchase.order.action_create_invoice",
        ),
    )
    def _mcp_create_invoice(self, params: CreateInvoiceParams) -> NewInvoices:
        """Make the draft invoice of a sales order, or the bill of a purchase order.

        Invoiced is what Odoo says is due: what was delivered or received, or ordered,
        by the product's policy. post_invoice confirms the draft.
        """
        order = params.order(params.env_of(self))
        order = order.with_company(order.company_id)
        made = invoicing.make(order, params.advance())
        params._made = "; ".join(map(_in_words, made))
        return NewInvoices(
            **head(order),
            invoices=[_told(move) for move in made],
            invoice_status=order.invoice_status,
        )

    def _sentence_create_invoice(self, params: CreateInvoiceParams) -> str:
        """Names the order, and which part of it is invoiced."""
        order = params.order(params.env_of(self))
        if params.down_payment_percent is not None:
            text = self.env._("Invoices %(percent)g %% of %(order)s as a down payment.")
        elif params.down_payment_amount is not None:
            text = self.env._("Invoices a down payment of %(amount)s for %(order)s.")
        else:
            text = self.env._("Makes a draft of %(order)s: %(made)s.")
        return text % {
            "made": params._made,
            "order": order.display_name,
            "percent": params.down_payment_percent or 0,
            "amount": cell(amount(params.down_payment_amount or 0, order.currency_id)),
        }


def _in_words(move: models.BaseModel) -> str:
    """Whether it is an invoice or a credit note, and of how much."""
    kinds = dict(move._fields["move_type"]._description_selection(move.env))
    total = cell(amount(move.amount_total, move.currency_id))
    return f"{kinds[move.move_type]}, {total}"


def _told(move: models.BaseModel) -> dict[str, Any]:
    total = amount(move.amount_total, move.currency_id)
    return {**invoice_facts(move), "name": move.display_name, "total": total}
