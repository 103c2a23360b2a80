from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, PrivateAttr, model_validator

from odoo import models

from ...services.accounting.paying import (
    approve,
    invoice_facts,
    moved,
    payment_facts,
    refuse,
)
from ...services.answers.lists import as_list
from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.errors import ToolError
from ...services.orm.buttons import actions
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.reads.cells import cell
from ...services.orm.reads.values import amount
from .payment_answer import Payments

IDS = AliasChoices("payment_ids", "payment_id", "ids", "id")
BATCH = "account.batch.payment"


class ValidateParams(ContextParams):
    payment_ids: Annotated[
        list[Named("account.payment")] | None, BeforeValidator(as_list)
    ] = Field(
        None,
        min_length=1,
        max_length=200,
        validation_alias=IDS,
        description="Ids or exact names; all of them or none.",
    )
    batch_id: int | None = Field(
        None, description="Instead of payment_ids: a whole batch (Enterprise)."
    )
    approve: bool = Field(True, description="False rejects; then give the reason.")
    reason: str | None = Field(
        None, max_length=2000, description="Why it is rejected; kept with it."
    )
    # as they were before they were decided
    _told: str = PrivateAttr("")
    _moved: str = PrivateAttr("")

    @model_validator(mode="after")
    def _whole(self) -> ValidateParams:
        if (self.payment_ids is None) == (self.batch_id is None):
            raise ValueError("payment_ids or batch_id, one of them")
        if not self.approve and not (self.reason or "").strip():
            raise ValueError("reason: a rejection needs one")
        return self


class ValidatePayment(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.CHANGE,
        requires=("account.payment",),
        aliases=("odoo_validate_payment", "approve_payment"),
        falls_under=("register_payment",),
        presses=(
            "account.payment.action_post",
            "account.payment.action_validate",
            "account.payment.action_reject",
            "account.payment.action_cancel",
            "account.batch.payment.validate_batch*",
        ),
        reaches=(
            state(
                "account.payment",
                ("state", "in", ("in_process", "paid", "canceled", "rejected")),
            ),
        ),
    )
    def _mcp_validate_payment(self, params: ValidateParams) -> Payments:
        """Approve or reject payments: one, several or a batch.

        Approving confirms a draft. Rejecting cancels it, with a reason.
        """
        env = params.env_of(self)
        batch = _batch(env, params.batch_id) if params.batch_id else None
        payments = env["account.payment"].browse(params.payment_ids or ())
        done = batch.payment_ids if batch else payments
        params._told, paid = _listed(done), _paid(done)
        for payment in done:
            _decide(payment, params)
        note = _validate(batch) if batch and params.approve else None
        env.flush_all()
        env.invalidate_all()
        params._moved = moved(done) if params.approve else ""
        return Payments(
            payments=[payment_facts(payment) for payment in done],
            invoices=[invoice_facts(move) for move in paid | _paid(done)],
            batch=batch and {"id": batch.id, "name": batch.name, "state": batch.state},
            note=note,
        )

    def _sentence_validate_payment(self, params: ValidateParams) -> str:
        """Names the payments, with their amounts."""
        if params.approve:
            text = self.env._("Approves the payments: %s.") % params._told
            return " ".join(filter(None, (text, params._moved)))
        text = self.env._("Rejects the payments %(payments)s. Reason: %(reason)s")
        return text % {"payments": params._told, "reason": params.reason}


def _paid(payments: models.BaseModel) -> models.BaseModel:
    return payments.reconciled_invoice_ids | payments.reconciled_bill_ids


def _listed(payments: models.BaseModel) -> str:
    return ", ".join(
        f"{p.display_name} ({p.partner_id.display_name or '–'}, "
        f"{cell(amount(p.amount, p.currency_id))})"
        for p in payments
    )


def _decide(payment: models.BaseModel, params: ValidateParams) -> None:
    if not params.approve:
        refuse(payment, params.reason)
    elif not params.batch_id or payment.state == "draft":
        # a batch is made of payments that are on their way
        approve(payment)


def _batch(env: Any, batch_id: int) -> models.BaseModel:
    if BATCH not in env:
        raise ToolError(env._("batch_id: batch payments are not installed here."))
    found = env[BATCH].search([("id", "=", batch_id)])
    if not found:
        raise ToolError(
            env._("There is no batch payment %s that you may read.") % batch_id
        )
    return found


def _validate(batch: models.BaseModel) -> str | None:
    """Validate the batch; a question of Odoo's is passed on, not answered."""
    asked = batch.validate_batch()
    if not actions.is_action(asked):
        return None
    text = batch.env._("Odoo asks before it goes on: %s. Answer it in Odoo.")
    return text % (asked.get("name") or asked.get("res_model"))
