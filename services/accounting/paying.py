"""Payments of invoices by Odoo's own wizard, and what becomes of payments."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..errors import ToolError
from ..orm import url
from ..orm.reads.cells import cell
from ..orm.reads.values import amount, reference

# kinds of journals
MONEY = ("bank", "cash", "credit")


def wizard_for(invoices: models.BaseModel, values: dict[str, Any]) -> models.BaseModel:
    """Odoo's *Register Payment*, filled in, as its button opens it.

    Raises:
        UserError: by Odoo: drafts, entries, nothing left to pay, mixed directions.
    """
    action = invoices.action_register_payment()
    model = invoices.env[action["res_model"]].with_context(**action["context"])
    return model.create(values)


def paid_as_one(wizard: models.BaseModel) -> bool:
    """Whether one payment comes of it, so that its amount can be chosen."""
    return len(wizard.batches) == 1 and (
        len(wizard.batches[0]["lines"]) == 1 or wizard.group_payment
    )


def require_money(wizard: models.BaseModel) -> None:
    """Raises ToolError for a journal that holds no money; names those that do."""
    journal = wizard.journal_id
    if journal.type in MONEY:
        return
    text = wizard.env._("journal: %(journal)s is none to pay by; there are: %(known)s.")
    known = ", ".join(wizard.available_journal_ids.mapped("display_name"))
    raise ToolError(text % {"journal": journal.display_name, "known": known})


def given_up(wizard: models.BaseModel) -> str:
    """What is booked away beside the payment, as a discount or to an account."""
    gone, currency = wizard.payment_difference, wizard.currency_id
    if wizard.payment_difference_handling != "reconcile" or currency.is_zero(gone):
        return ""
    if wizard.early_payment_discount_mode:
        text = wizard.env._("%(amount)s is given as a discount for early payment.")
    else:
        text = wizard.env._("%(amount)s is written off to %(account)s.")
    account = wizard.writeoff_account_id.display_name
    return text % {"amount": cell(amount(abs(gone), currency)), "account": account}


def exchanged(payments: models.BaseModel) -> str:
    """The entries that Odoo posted for a difference of exchange rates."""
    lines = payments.move_id.line_ids
    matched = lines.matched_debit_ids | lines.matched_credit_ids
    entries = matched.exchange_move_id
    if not entries:
        return ""
    listed = ", ".join(
        f"{entry.display_name} ({entry.id}): "
        + cell(amount(entry.amount_total_signed, entry.company_currency_id))
        for entry in entries
    )
    return payments.env._("Odoo booked the exchange difference: %s.") % listed


def choose_method(wizard: models.BaseModel, name: str) -> None:
    """Pay by the method called ``name``.

    Raises:
        ToolError: the journal has none of that name, or several; names those there.
    """
    methods = wizard.available_payment_method_line_ids
    found = methods.filtered(lambda m: name.casefold() in (m.name or "").casefold())
    exact = found.filtered(lambda m: m.name.casefold() == name.casefold())
    if len(exact or found) != 1:
        raise ToolError(
            wizard.env._("payment_method: %(journal)s has: %(known)s.")
            % {
                "journal": wizard.journal_id.display_name,
                "known": ", ".join(methods.mapped("name")),
            }
        )
    wizard.payment_method_line_id = exact or found


def approve(payment: models.BaseModel) -> None:
    """Confirm a draft; a payment without an entry that is on its way becomes paid.

    Raises:
        ToolError: in any other state, which it names.
    """
    if payment.state == "draft":
        payment.action_post()
    elif payment.state == "in_process" and not payment.move_id:
        payment.action_validate()
    elif payment.state == "in_process":
        raise _wrong(
            payment,
            payment.env._("it becomes paid when its bank transaction is matched"),
        )
    else:
        raise _wrong(payment, payment.env._("nothing is left to approve"))


def refuse(payment: models.BaseModel, reason: str) -> None:
    """Cancel a draft or take back a payment that is on its way; the reason is kept.

    Raises:
        ToolError: it is paid, canceled or rejected already.
    """
    if payment.state not in ("draft", "in_process"):
        raise _wrong(payment, payment.env._("it cannot be rejected any more"))
    if payment.state == "in_process" and payment.is_sent and not payment.move_id:
        payment.action_reject()
    else:
        if payment.state == "in_process":
            payment.action_draft()
        payment.action_cancel()
    payment.message_post(body=reason)


def _wrong(payment: models.BaseModel, why: str) -> ToolError:
    return ToolError(
        payment.env._("Payment %(name)s is %(state)s: %(why)s.")
        % {"name": payment.display_name, "state": payment.state, "why": why}
    )


def moved(payments: models.BaseModel) -> str:
    """The days on which Odoo books payments, where their own are locked."""
    entries = [
        (p, p.move_id) for p in payments if p.move_id.date not in (False, p.date)
    ]
    if not entries:
        return ""
    days = ", ".join(f"{p.date} → {entry.date}" for p, entry in entries)
    return (
        payments.env._("Odoo books on another day, as a period is locked: %s.") % days
    )


def payment_facts(payment: models.BaseModel) -> dict[str, Any]:
    """A payment as it is now."""
    entry = payment.move_id
    other = entry and entry.date != payment.date
    booked = {"booked_on": entry.date.isoformat()} if other else {}
    return {
        **booked,
        "id": payment.id,
        "name": payment.name or None,
        "state": payment.state,
        "amount": amount(payment.amount, payment.currency_id),
        "payment_type": payment.payment_type,
        "partner": reference(payment.partner_id) if payment.partner_id else None,
        "date": payment.date.isoformat(),
        "journal": reference(payment.journal_id),
        "url": url.of(payment),
    }


def invoice_facts(move: models.BaseModel) -> dict[str, Any]:
    """How far an invoice is paid now."""
    return {
        "id": move.id,
        "name": move.name,
        "state": move.state,
        "payment_state": move.payment_state,
        "due": amount(move.amount_residual, move.currency_id),
        "url": url.of(move),
    }
