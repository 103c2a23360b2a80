"""Contracts and time off of employees."""

from __future__ import annotations

from typing import Any

from odoo import api, models, release


def contract_model(env: api.Environment) -> str | None:
    """Where contracts are: a model of their own in 18.0, versions of employees in 19.0."""
    return next((m for m in ("hr.contract", "hr.version") if m in env), None)


def part_of_a_day(
    half: str | None, hours: tuple[float, float] | None
) -> dict[str, Any]:
    """The values of a request for time off that is shorter than a day.

    19.0 knows by the type what is asked for; 18.0 wants to be told.

    Args:
        half: ``am`` or ``pm``.
        hours: from and to, of the day.
    """
    flags = release.version_info[0] < 19
    values: dict[str, Any] = {}
    if half:
        values |= {"request_date_from_period": half}
        values |= (
            {"request_unit_half": True} if flags else {"request_date_to_period": half}
        )
    if hours:
        values |= {"request_hour_from": hours[0], "request_hour_to": hours[1]}
        values |= {"request_unit_hours": True} if flags else {}
    return values


def approve_time_off(leave: models.BaseModel) -> None:
    """Approve once; 18.0 has a second method for the second approval."""
    if leave.state == "validate1" and hasattr(leave, "action_validate"):
        leave.action_validate()
    else:
        leave.action_approve()
