"""Employees as the caller may see them.

Without rights in HR the public employee is read, a view that holds nothing private.
Every field passes its groups (``may_read_field``), whatever the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import api, models

from ..compat.access import may_read_field
from ..errors import ToolError
from ..orm.reads import values

PUBLIC, FULL = "hr.employee.public", "hr.employee"
WORK = (
    "job_title",
    "job_id",
    "department_id",
    "parent_id",
    "coach_id",
    "company_id",
    "work_email",
    "work_phone",
    "mobile_phone",
    "work_location_id",
    "resource_calendar_id",
    "tz",
    "user_id",
)
# shown only on request, and to HR only; never numbers of documents or bank accounts
PRIVATE = (
    "employee_type",
    "private_email",
    "private_phone",
    "private_city",
    "birthday",
    "gender",
    "sex",
    "marital",
    "country_id",
    "emergency_contact",
    "emergency_phone",
    "certificate",
    "study_field",
    "departure_date",
    "departure_reason_id",
)
RESUME = ("name", "date_start", "date_end", "line_type_id")
# 18.0 keeps no skills that are past
SKILLS = ("current_employee_skill_ids", "employee_skill_ids")
SKILL = ("skill_type_id", "skill_id", "skill_level_id")
MOST_LINES = 50


def may_see_all(env: api.Environment) -> bool:
    """Whether the caller reads employees as HR does."""
    return env[FULL].has_access("read")


def employee(env: api.Environment, employee_id: int) -> models.BaseModel:
    """The employee, in the model that the caller may read."""
    return env[FULL if may_see_all(env) else PUBLIC].browse(employee_id)


def own(env: api.Environment) -> models.BaseModel:
    """The caller's public employee.

    Raises:
        ToolError: he is none.
    """
    found = env[PUBLIC].search([("user_id", "=", env.uid)], limit=1)
    if not found:
        raise ToolError(env._("You are no employee here: name employee_id."))
    return found


def facts(record: models.BaseModel, names: Iterable[str]) -> dict[str, Any]:
    """The fields of ``record`` that there are, may be read, and are not empty."""
    found = {}
    for name in names:
        field = record._fields.get(name)
        if field and may_read_field(record, field):
            [value] = values.of(record, field)
            if value not in (None, False, ""):
                found[name] = value
    return found


def lines(
    record: models.BaseModel, field: str, names: Iterable[str]
) -> list[dict[str, Any]]:
    """The lines of one of the employee's lists; empty if its app is not installed."""
    if field not in record._fields or not may_read_field(record, record._fields[field]):
        return []
    found = record[field]._filtered_access("read")[:MOST_LINES]
    return [facts(line, names) for line in found]


def skills(record: models.BaseModel) -> list[dict[str, Any]]:
    """The skills that the employee has today, without expired ones."""
    field = next((name for name in SKILLS if name in record._fields), "")
    return lines(record, field, SKILL)
