from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, PrivateAttr, model_validator

from odoo import models

from ...services.accounting import duplicates
from ...services.accounting.paying import (
    choose_method,
    exchanged,
    given_up,
    invoice_facts,
    moved,
    paid_as_one,
    payment_facts,
    require_money,
    wizard_for,
)
from ...services.answers.lists import as_list
from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams, DateArg, Named
from ...services.orm.reads.cells import cell
from ...services.orm.reads.values import amount
from .named import AccountArg, InvoiceArg
from .payment_answer import Payments
from .read_transactions import JOURNAL

INVOICES = AliasChoices("invoice_ids", "invoice_id", "move_ids", "ids", "id")
PAYMENT = ("account.payment", "account.payment.register", "account.move")


class PaymentParams(ContextParams):
    invoice_ids: Annotated[list[InvoiceArg], BeforeValidator(as_list)] = Field(
        min_length=1,
        max_length=200,
        validation_alias=INVOICES,
        description="Ids or numbers of posted invoices or bills.",
    )
    amount: float | None = Field(
        None, gt=0, description="Default: all that is due. Less is a partial payment."
    )
    payment_date: DateArg | None = Field(None, description="Default: today.")
    journal: Named("account.journal") | None = Field(
        None, validation_alias=JOURNAL, description="Bank or cash: id or exact name."
    )
    payment_method: str | None = Field(None, description="E.g. Manual, Checks.")
    memo: str | None = Field(None, description="Default: the invoice's reference.")
    group: bool = Field(True, description="One payment a partner, not one an invoice.")
    difference: Literal["open", "write_off"] = Field(
        "open", description="What is left stays due, or goes to writeoff_account."
    )
    writeoff_account: AccountArg | None = Field(None, description="Id or exact name.")
    # read before it is paid: a preview is worded afterwards
    _due: str = PrivateAttr("")
    _paid: str = PrivateAttr("")
    _over: str = PrivateAttr("")
    _gone: str = PrivateAttr("")
    _moved: str = PrivateAttr("")
    _same: str = PrivateAttr("")

    @model_validator(mode="after")
    def _whole(self) -> PaymentParams:
        if (self.difference == "write_off") != (self.writeoff_account is not None):
            raise ValueError("difference write_off and writeoff_account go together")
        return self

    def values(self) -> dict[str, Any]:
        """The values for the wizard; the rest stays as Odoo proposes it."""
        found = {
            "payment_date": self.payment_date,
            "journal_id": self.journal,
            "communication": self.memo,
        }
        found = {name: value for name, value in found.items() if value is not None}
        return {**found, "group_payment": self.group}

    def said(self) -> tuple[str, ...]:
        """What is told beside what was asked for; empty where there is nothing."""
        return self._same, self._gone, self._over, self._moved

    def difference_values(self) -> dict[str, Any]:
        """What becomes of the difference; set after the amount."""
        if self.difference == "open":
            return {"payment_difference_handling": "open"}
        return {
            "payment_difference_handling": "reconcile",
            "writeoff_account_id": self.writeoff_account,
        }


class RegisterPayment(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.ADD,
        requires=PAYMENT,
        aliases=("odoo_register_payment", "pay_invoice"),
        presses=(
            "account.move*.action_*register_payment",
            "account.payment.register.action_create_payments",
            "account.payment.action_post",
        ),
        reaches=(state("account.payment", ("state", "in", ("in_process", "paid"))),),
    )
    def _mcp_register_payment(self, params: PaymentParams) -> Payments:
        """Register the payment of posted invoices or bills, in full or in part.

        Answers the state of payment and invoices as Odoo left them: without a bank
        match that is often `in_payment`, not `paid`.
        """
        moves = params.env_of(self)["account.move"].browse(params.invoice_ids)
        params._due, params._same = _due(moves), duplicates.warning(moves).strip()
        wizard = wizard_for(moves, params.values())
        require_money(wizard)
        if params.payment_method:
            choose_method(wizard, params.payment_method)
        if params.amount is not None:
            _choose_amount(wizard, params)
        if params.amount is not None or wizard.currency_id != moves.currency_id:
            params._paid = cell(amount(wizard.amount, wizard.currency_id))
            params._over = _over(wizard)
        params._gone = given_up(wizard)
        payments = wizard._create_payments()
        params._moved = moved(payments)
        moves.env.flush_all()
        moves.env.invalidate_all()
        return Payments(
            payments=[payment_facts(payment) for payment in payments],
            invoices=[invoice_facts(move) for move in moves],
            note=_joined(*params.said(), exchanged(payments)) or None,
        )

    def _sentence_register_payment(self, params: PaymentParams) -> str:
        """Names the invoices and the amount."""
        if params.amount is None:
            text = self.env._("Registers the payment of all that is due: %s.")
            due = f"{params._due} = {params._paid}" if params._paid else params._due
            return _joined(text % due, *params.said())
        text = self.env._("Registers a payment of %(amount)s for: %(invoices)s.")
        text %= {"amount": params._paid, "invoices": params._due}
        return _joined(text, *params.said())


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _due(moves: models.BaseModel) -> str:
    """Each invoice with the amount that is due, as a person reads it."""
    return ", ".join(
        f"{move.display_name} ({cell(amount(move.amount_residual, move.currency_id))})"
        for move in moves
    )


def _over(wizard: models.BaseModel) -> str:
    """A warning for a person who pays more than is due; Odoo gives none."""
    over = -wizard.payment_difference
    if wizard.payment_difference_handling != "open" or not (
        wizard.currency_id.compare_amounts(over, 0) > 0
    ):
        return ""
    text = wizard.env._(
        "%(over)s more is paid than is due: it stays open on the account of "
        "%(partner)s."
    )
    return text % {
        "over": cell(amount(over, wizard.currency_id)),
        "partner": wizard.partner_id.display_name,
    }


def _choose_amount(wizard: models.BaseModel, params: PaymentParams) -> None:
    if not paid_as_one(wizard):
        raise ToolError(
            wizard.env._(
                "amount: these invoices need several payments (one a partner, or one "
                "an invoice); pay them one by one to choose amounts."
            )
        )
    wizard.amount = params.amount
    wizard.write(params.difference_values())
    if params.memo is not None:
        # computed anew with the amount
        wizard.communication = params.memo
