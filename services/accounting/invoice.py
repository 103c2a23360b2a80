"""The parts of an invoice that are not fields: taxes, payments, installments."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..orm.reads.values import amount, number

HEAD_COLUMNS = (
    "name",
    "move_type",
    "state",
    "payment_state",
    "partner_id",
    "invoice_date",
    "date",
    "invoice_date_due",
    "invoice_payment_term_id",
    "ref",
    "payment_reference",
    "invoice_origin",
    "journal_id",
    "company_id",
    "invoice_user_id",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "amount_residual",
    "reversed_entry_id",
    "narration",
)
LINE_COLUMNS = (
    "display_type",
    "name",
    "product_id",
    "quantity",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids.name",
    "price_subtotal",
    "account_id",
)
ENTRY_COLUMNS = ("account_id", "partner_id", "name", "debit", "credit", "tax_ids.name")


def taxes(move: models.BaseModel) -> list[dict[str, Any]]:
    """What each tax adds; amounts are positive, those of refunds too."""
    digits, sign = move.currency_id.decimal_places, move.direction_sign
    found: dict[str, list[float]] = {}
    for tax, lines in move.line_ids.grouped("tax_line_id").items():
        if not tax:
            continue
        # sudo: the tax's name is part of the line
        sums = found.setdefault(tax.sudo().name, [0.0, 0.0])
        sums[0] += _base(lines)
        sums[1] += sign * sum(lines.mapped("amount_currency"))
    return [
        {
            "tax": name,
            "base": {
                "amount": number(abs(base), digits),
                "currency": move.company_currency_id.name,
            },
            "amount": {
                "amount": number(amount, digits),
                "currency": move.currency_id.name,
            },
        }
        for name, (base, amount) in found.items()
    ]


def _base(lines: models.BaseModel) -> float:
    """What a tax is of: each of its parts, as those of reverse charge, has all of it."""
    parts = list(lines.grouped("tax_repartition_line_id").values())
    return sum(parts[0].mapped("tax_base_amount"))


def payments(move: models.BaseModel) -> list[dict[str, Any]]:
    """The payments matched with it, as Odoo's form lists them."""
    widget = move.invoice_payments_widget or {}
    return [_payment(move, row) for row in widget.get("content", ())]


def _payment(move: models.BaseModel, row: dict[str, Any]) -> dict[str, Any]:
    currency = move.env["res.currency"].browse(row["currency_id"])
    day = row.get("date")
    found = {
        "date": day.isoformat() if day else None,
        "amount": {
            "amount": number(row["amount"], currency.decimal_places),
            "currency": currency.name,
        },
        "journal": row.get("journal_name") or None,
        "ref": row.get("ref") or row.get("name") or None,
        "payment_id": row.get("account_payment_id") or None,
        "move_id": row.get("move_id") or None,
        "exchange_difference": True if row.get("is_exchange") else None,
        **_given_up(move, row),
    }
    return {name: value for name, value in found.items() if value is not None}


def _given_up(move: models.BaseModel, row: dict[str, Any]) -> dict[str, Any]:
    """What of the amount was paid, and what was written off; Odoo matches them as one."""
    payment = move.env["account.payment"].browse(row.get("account_payment_id") or [])
    payment = payment._filtered_access("read")
    if not payment.move_id:
        return {}
    _money, matched, others = payment._seek_for_lines()
    # of a journal without accounts of its own Odoo 18 does not tell the money
    written_off = others.account_id - payment.outstanding_account_id
    currency = payment.currency_id
    gone = abs(sum(matched.mapped("amount_currency"))) - payment.amount
    if not written_off or currency.is_zero(gone):
        return {}
    return {
        "payment_amount": amount(payment.amount, currency),
        "written_off": amount(gone, currency),
        "written_off_to": ", ".join(written_off.mapped("display_name")),
    }


def due(move: models.BaseModel) -> list[dict[str, Any]]:
    """The installments, in the invoice's currency, above zero.

    One that is less when paid early says until when, and what is due then.
    """
    lines = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
    ordered = lines.sorted(lambda line: (str(line.date_maturity), line.id))
    early = move._is_eligible_for_early_payment_discount(move.currency_id, None)
    return [_installment(line, early) for line in ordered]


def _installment(line: models.BaseModel, early: bool) -> dict[str, Any]:
    digits = line.currency_id.decimal_places
    found = {
        "date": line.date_maturity.isoformat() if line.date_maturity else None,
        "amount": number(abs(line.amount_currency), digits),
        "residual": number(abs(line.amount_residual_currency), digits),
        "currency": line.currency_id.name,
    }
    if early and line.discount_date:
        found["discount_date"] = line.discount_date.isoformat()
        found["discounted"] = number(abs(line.discount_amount_currency), digits)
    return found
