"""How fresh the lines of bank journals are, and whether they agree with the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from odoo import api, models

from ..orm.moments import show_datetime
from ..orm.reads.values import number, reference

TYPES = ("bank", "cash", "credit")
# fields of Odoo's online synchronisation (Enterprise)
ONLINE_STATE, ONLINE_DATE = "account_online_link_state", "next_link_synchronization"


def status(env: api.Environment, day: date) -> list[dict[str, Any]]:
    """One dict a journal of the caller's companies, in Odoo's order."""
    journals = env["account.journal"].search([("type", "in", TYPES)])
    lines, open_lines = (
        _lines(journals),
        _lines(journals, [("is_reconciled", "=", False)]),
    )
    ledgers = _ledgers(journals)
    return [
        _of(journal, day, lines.get(journal), open_lines.get(journal), ledgers)
        for journal in journals
    ]


def _of(
    journal: models.BaseModel,
    day: date,
    lines: tuple[int, date, float] | None,
    open_lines: tuple[int, date, float] | None,
    ledgers: dict[Any, tuple[float, float]],
) -> dict[str, Any]:
    # sudo: the currency of a journal that the caller may read
    company = journal.company_id.sudo().currency_id
    currency = journal.currency_id or company
    last = lines[1] if lines else None
    balance, foreign = ledgers.get(journal.default_account_id, (0.0, 0.0))
    ledger = balance if currency == company else foreign
    bank = journal.current_statement_balance if lines else None
    digits = currency.decimal_places
    return {
        "journal": reference(journal),
        "company": journal.company_id.sudo().name,
        "currency": currency.name,
        **_source(journal),
        "last_line": last.isoformat() if last else None,
        "days_old": (day - last).days if last else None,
        "lines": lines[0] if lines else 0,
        "unreconciled": open_lines[0] if open_lines else 0,
        "unreconciled_amount": number(open_lines[2] if open_lines else 0.0, digits),
        "ledger_balance": number(ledger, digits),
        "statement_balance": number(bank, digits),
        "difference": None if bank is None else number(ledger - bank, digits),
    }


def _source(journal: models.BaseModel) -> dict[str, Any]:
    """Where lines come from: a connected provider, else the setting of the journal."""
    if ONLINE_STATE in journal._fields and journal[ONLINE_STATE]:
        then = ONLINE_DATE in journal._fields and journal[ONLINE_DATE]
        moment = show_datetime(journal.env, then) if then else None
        state = journal[ONLINE_STATE]
        return {"source": "online", "provider_state": state, "next_sync": moment}
    field = journal._fields["bank_statements_source"]
    labels = dict(field._description_selection(journal.env))
    chosen = journal.bank_statements_source
    return {"source": labels.get(chosen, chosen) or None}


def _lines(
    journals: models.BaseModel, domain: list[Any] | None = None
) -> dict[Any, tuple[int, date, float]]:
    """By journal: how many posted lines, the last day, the sum."""
    rows = journals.env["account.bank.statement.line"]._read_group(
        [
            ("journal_id", "in", journals.ids),
            ("move_id.state", "=", "posted"),
            *(domain or []),
        ],
        ["journal_id"],
        ["__count", "date:max", "amount:sum"],
    )
    return {journal: (count, last, total) for journal, count, last, total in rows}


def _ledgers(journals: models.BaseModel) -> dict[Any, tuple[float, float]]:
    """By account: the balance, in the company's currency and in the account's own."""
    rows = journals.env["account.move.line"]._read_group(
        [
            ("account_id", "in", journals.default_account_id.ids),
            ("parent_state", "=", "posted"),
        ],
        ["account_id"],
        ["balance:sum", "amount_currency:sum"],
    )
    return {account: (balance, foreign) for account, balance, foreign in rows}
