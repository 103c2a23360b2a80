"""Key figures: counts and amounts, each with the domain that finds its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from odoo import api, fields, models

from ..orm import domains
from ..orm.values import amount

Leaf = tuple[str, str, Any]
CURRENCY, COMPANY = "currency_id", "company_id"


@dataclass(frozen=True)
class Figure:
    """One line of a dashboard.

    Attributes:
        name: for people and models.
        domain: as a client writes it; ``days`` says which words stand for days.
        amount: a field that is added up, or nothing: then records are counted.
        by: whose currency the amount is in: the record's, or its company's.
        sign: -1 where Odoo keeps what we owe below zero.
        groups: XML ids; for members of one alone. Others see a part of the records
            only, of which the sum would say something else.
    """

    name: str
    model: str
    domain: Sequence[Leaf]
    amount: str = ""
    by: str = CURRENCY
    sign: int = 1
    groups: tuple[str, ...] = ()


def computed(env: api.Environment, figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """The figures that the caller may see, in their order."""
    known = days(env)
    return [
        _computed(env[figure.model], figure, _dated(figure.domain, known))
        for figure in figures
        if figure.model in env and _may_see(env, figure)
    ]


def _may_see(env: api.Environment, figure: Figure) -> bool:
    if figure.groups and not any(map(env.user.has_group, figure.groups)):
        return False
    return env[figure.model].has_access("read")


def days(env: api.Environment) -> dict[str, str]:
    """The days that figures speak of, as ISO dates in the caller's time zone."""
    today: date = fields.Date.context_today(env.user)
    month = today.replace(day=1)
    found = {
        "TODAY": today,
        "MONTH": month,
        "LAST_MONTH": (month - timedelta(days=1)).replace(day=1),
        "IN_A_WEEK": today + timedelta(days=7),
    }
    return {name: day.isoformat() for name, day in found.items()}


def _dated(domain: Sequence[Leaf], known: dict[str, str]) -> list[list[Any]]:
    return [
        [path, operator, known.get(value, value) if isinstance(value, str) else value]
        for path, operator, value in domain
    ]


def _computed(
    records: models.BaseModel, figure: Figure, domain: list[Any]
) -> dict[str, Any]:
    checked = domains.parse(records, domain)
    facts = {"name": figure.name, "model": figure.model, "domain": domain}
    if not figure.amount:
        return {**facts, "count": records.search_count(checked)}
    rows = records._read_group(
        checked, [figure.by], ["__count", f"{figure.amount}:sum"]
    )
    counts = sum(count for _group, count, _sum in rows)
    return {**facts, "count": counts, "amounts": _amounts(records.env, figure, rows)}


def _amounts(
    env: api.Environment, figure: Figure, rows: list[tuple[Any, int, float]]
) -> list[dict[str, Any]]:
    """One amount a currency: different ones are never added up."""
    sums: dict[Any, float] = {}
    for group, _count, value in rows:
        currency = (group or env.company).currency_id if figure.by == COMPANY else group
        sums[currency] = sums.get(currency, 0.0) + figure.sign * (value or 0.0)
    return [amount(value, currency) for currency, value in sums.items()]
