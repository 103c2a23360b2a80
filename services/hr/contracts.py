"""Contracts: records of an app of their own in 18.0, versions of employees in 19.0."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from odoo import api, models

from ..compat.access import may_read_field
from ..compat.employees import contract_model
from .people import facts

# by key of the answer, the fields that hold it in either series
FIELDS = {
    "name": ("name",),
    "state": ("state",),
    "start": ("contract_date_start", "date_start"),
    "end": ("contract_date_end", "date_end"),
    "valid_from": ("date_version",),
    "wage": ("wage",),
    "contract_type": ("contract_type_id",),
    "job": ("job_id",),
    "department": ("department_id",),
    "working_hours": ("resource_calendar_id",),
}
MOST = 50


def may_read(env: api.Environment) -> bool:
    """Whether the caller may read contracts and salaries of anybody at all."""
    name = contract_model(env)
    if name is None or not env[name].has_access("read"):
        return False
    return may_read_field(env[name], env[name]._fields["wage"])


def history(env: api.Environment, employee_id: int) -> list[dict[str, Any]]:
    """Contracts, or versions with one, of an employee; the newest first."""
    if not may_read(env):
        return []
    found = env[contract_model(env)].with_context(active_test=False)
    field = next(n for n in ("date_version", "date_start") if n in found._fields)
    domain = [("employee_id", "=", employee_id)]
    return [
        _shown(contract)
        for contract in found.search(domain, order=f"{field} desc", limit=MOST)
    ]


def current(history_: list[dict[str, Any]], today: str) -> dict[str, Any] | None:
    """The contract in force: not a draft, begun, and not over."""
    for contract in history_:
        begun = contract.get("valid_from") or contract.get("start")
        over = contract.get("end")
        if contract.get("state") in ("draft", "cancel") or not contract.get("start"):
            continue
        if begun <= today and (not over or over >= today):
            return contract
    return None


def within(
    history_: list[dict[str, Any]], first: str | None, last: str | None
) -> list[dict[str, Any]]:
    """Those that were in force on a day from ``first`` to ``last``."""
    found, until = [], None
    for contract in history_:
        begun = contract.get("valid_from") or contract.get("start")
        over = min(filter(None, [contract.get("end"), until]), default=None)
        if not (last and begun and begun > last) and not (
            first and over and over < first
        ):
            found.append(contract)
        if day := contract.get("valid_from"):
            # a version holds until the next one begins
            until = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    return found


def first_day(history_: list[dict[str, Any]]) -> str | None:
    """The first day of the first contract."""
    days = [
        contract["start"]
        for contract in history_
        if contract.get("start") and contract.get("state") != "cancel"
    ]
    return min(days, default=None)


def _shown(contract: models.BaseModel) -> dict[str, Any]:
    found = {"id": contract.id}
    for key, names in FIELDS.items():
        name = next((n for n in names if n in contract._fields), None)
        if name and (told := facts(contract, [name])):
            found[key] = told[name]
    return found
