"""The caller's team: who reports to him, and whose requests he approves."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ..errors import ToolError

TIME_OFF, EXPENSES = "leave_manager_id", "expense_manager_id"


def whose(env: api.Environment, approver: str) -> list[Any]:
    """The domain of what belongs to the caller's team, himself left out.

    Args:
        approver: the field of employees that names who approves it.

    Raises:
        ToolError: nobody reports to him; HR, who sees all, included.
    """
    # sudo: who reports to him; what of theirs he reads is left to Odoo's rules
    people = env["hr.employee"].sudo().search(_reporting(env, approver))
    if not people:
        raise ToolError(
            env._(
                "Nobody reports to you here, and you approve nobody's: you have no "
                "team. Leave whose out for all that you may see."
            )
        )
    return [("employee_id", "in", people.ids)]


def _reporting(env: api.Environment, approver: str) -> list[Any]:
    caller = env.uid
    return [
        ("company_id", "in", env.companies.ids),
        "|",
        ("user_id", "=", False),
        ("user_id", "!=", caller),
        "|",
        "|",
        ("parent_id.user_id", "=", caller),
        ("department_id.manager_id.user_id", "=", caller),
        (approver, "=", caller),
    ]


def unseen(records: models.BaseModel, domain: list[Any], seen: int) -> str | None:
    """A note if Odoo keeps some records of the team from the caller.

    Args:
        seen: how many of ``domain`` he may read.
    """
    # sudo: whether there is more, neither what nor whose
    if records.sudo().search_count(domain, limit=seen + 1) <= seen:
        return None
    return records.env._(
        "Not all of your team's is shown: Odoo keeps some for whoever approves it."
    )
