"""How many tasks projects have: one query for all of them."""

from __future__ import annotations

from datetime import datetime

from odoo import api, fields, models

from ..orm import moments
from . import marks

OPEN = ("state", "not in", ("1_done", "1_canceled"))


def today(env: api.Environment) -> datetime:
    """Its beginning for the caller: what is due before is late, as in Odoo's filters."""
    return moments.parse_datetime(env, fields.Date.context_today(env.user).isoformat())


def of(projects: models.BaseModel) -> dict[int, dict[str, int]]:
    """``{project id: {open_tasks, overdue_tasks}}``; templates are no tasks to do."""
    tasks = projects.env["project.task"]
    counts = {i: {"open_tasks": 0, "overdue_tasks": 0} for i in projects.ids}
    late = ("date_deadline", "<", today(tasks.env))
    for name, more in (("open_tasks", []), ("overdue_tasks", [late])):
        domain = [("project_id", "in", projects.ids), OPEN, *more]
        domain += marks.domain(tasks, False)
        found = tasks._read_group(domain, ["project_id"], ["__count"])
        for project, count in found:
            counts[project.id][name] = count
    return counts
