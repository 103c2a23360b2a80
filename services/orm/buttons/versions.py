"""Versions of an employee: a new one is a copy of the one before, less what is said.

So does Odoo's own form. Made of the given values alone it would have no job, department,
contract or working hours, from its first day on.
"""

from __future__ import annotations

from typing import Any

from odoo import fields, models

from ..writes.input import read_values

MODEL, OWNER, DAY = "hr.version", "employee_id", "date_version"
EMPLOYEE, METHOD, ARGUMENT = "hr.employee", "create_version", "values"


def create(model: models.BaseModel, rows: list[dict[str, Any]]) -> models.BaseModel:
    """A record for each of ``rows``, which are as Odoo takes them.

    Raises:
        ValueError: the employee has a version of that day.
    """
    if model._name != MODEL:
        return model.create(rows)
    made = [_made(model, values) for values in rows]
    return model.browse(version.id for version in made)


def is_method(records: models.BaseModel, name: str) -> bool:
    """Whether ``name`` is Odoo's method that makes a version."""
    return (records._name, name) == (EMPLOYEE, METHOD) and MODEL in records.env


def read(employees: models.BaseModel, given: Any) -> dict[str, Any]:
    """The argument of Odoo's method, read as a write reads values.

    Raises:
        InputError: what a write would refuse.
        ValueError: no day, another's version, or one that is there.
    """
    env = employees.env
    versions = env[MODEL]
    if not isinstance(given, dict) or not given.get(DAY):
        raise ValueError(env._("%s: from which day on is missing") % DAY)
    if OWNER in given:
        raise ValueError(env._("%s: record_ids says whose; leave it out") % OWNER)
    values = read_values(versions.browse(), given).for_odoo()
    for employee in employees:
        _require_free(employee, values[DAY])
    return values


def _made(model: models.BaseModel, values: dict[str, Any]) -> models.BaseModel:
    employee = model.env[EMPLOYEE].browse(values.get(OWNER) or ())
    if not employee.version_ids:
        # a template of contracts, which is of nobody
        return model.create([values])
    model.check_access("create")
    own = {name: value for name, value in values.items() if name != OWNER}
    own.setdefault(DAY, fields.Date.context_today(model))
    _require_free(employee, own[DAY])
    return employee.create_version(own)


def _require_free(employee: models.BaseModel, day: Any) -> None:
    """Odoo answers the one that is there, and drops the values."""
    same = employee.version_ids.filtered(lambda v: v[DAY] == day)
    if same:
        text = employee.env._(
            "%(day)s: there is a version of that day, %(id)s: update_records changes it"
        )
        raise ValueError(text % {"day": day, "id": same[0].id})
