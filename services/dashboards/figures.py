"""Key figures: counts and amounts, each with the domain that finds its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..orm import domains
from ..orm.reads.values import amount
from ..projects import marks

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
        groups: XML ids; the figure is for members of one of them. Others may read only
            a part of the records, and the sum would mislead them.
        needs: another model, whose app brings the fields in the domain.
    """

    name: str
    model: str
    domain: Sequence[Leaf]
    amount: str = ""
    by: str = CURRENCY
    sign: int = 1
    groups: tuple[str, ...] = ()
    needs: str = ""


def computed(env: api.Environment, figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """The figures that the caller may see, in their order."""
    known = days(env)
    found = [_seen(env, figure, known) for figure in figures]
    return [figure for figure in found if figure]


def _seen(
    env: api.Environment, figure: Figure, known: dict[str, Any]
) -> dict[str, Any] | None:
    """The figure, or None where the caller lacks a right to what it is made of."""
    if not _may_see(env, figure):
        return None
    try:
        records = env[figure.model]
        templates = [list(term) for term in marks.left_out(records)]
        domain = _dated(figure.domain, known) + templates
        return _computed(records, figure, domain)
    except AccessError:
        # no right to a model on the way: a forecast reads bills of materials
        return None


def _may_see(env: api.Environment, figure: Figure) -> bool:
    if figure.model not in env or (figure.needs and figure.needs not in env):
        return False
    if figure.groups and not any(map(env.user.has_group, figure.groups)):
        return False
    return env[figure.model].has_access("read")


def days(env: api.Environment) -> dict[str, Any]:
    """The words of figures: ISO dates in the caller's time zone, and his id."""
    today: date = fields.Date.context_today(env.user)
    month = today.replace(day=1)
    found = {
        "TODAY": today,
        "YESTERDAY": today - timedelta(days=1),
        "MONTH": month,
        "LAST_MONTH": (month - timedelta(days=1)).replace(day=1),
        "IN_A_WEEK": today + timedelta(days=7),
    }
    return {"ME": env.uid, **{name: day.isoformat() for name, day in found.items()}}


def _dated(domain: Sequence[Leaf], known: dict[str, Any]) -> list[list[Any]]:
    return [[path, operator, _filled(v, known)] for path, operator, v in domain]


def _filled(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(item, known) for item in value]
    return known.get(value, value) if isinstance(value, str) else value


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
    """One amount a currency, never added up; the one of most records comes first."""
    sums: dict[Any, float] = {}
    counts: Counter[Any] = Counter()
    for group, count, value in rows:
        currency = (group or env.company).currency_id if figure.by == COMPANY else group
        sums[currency] = sums.get(currency, 0.0) + figure.sign * (value or 0.0)
        counts[currency] += count
    return [amount(sums[currency], currency) for currency, _n in counts.most_common()]
