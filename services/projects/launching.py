"""New tasks and projects from templates.

launch_task / launch_project
  ├─ _copied   the tree, dependencies among the copies included, by Odoo's own copy
  └─ _settle   first stage, assignees, dates moved relative to the start
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from odoo import Command, models

from . import marks, stages

FROM_TEMPLATE = {
    "copy_project": True,
    "copy_from_template": True,
    "copy_from_project_template": True,
}
OPEN = "01_in_progress"
Copies = Mapping[models.BaseModel, models.BaseModel]


@dataclass(frozen=True)
class Plan:
    """What the copies get.

    Attributes:
        name: of the new task or project; None keeps the template's.
        start: its first day: dates keep their distance to it; None clears them.
        assignees: ids of users, of every task.
    """

    name: str | None = None
    start: date | None = None
    assignees: tuple[int, ...] = ()


def launch_task(
    template: models.BaseModel, project: models.BaseModel, plan: Plan
) -> models.BaseModel:
    """The new tasks, the one of the template itself first."""
    copies = _copied(template, project)
    root = copies[template]
    root.write({"name": plan.name or template.name, "parent_id": False})
    shift = _shift(plan, _days(template | template._get_all_subtasks()))
    return _settle(copies, project, plan, shift)


def launch_project(
    template: models.BaseModel, plan: Plan
) -> tuple[models.BaseModel, models.BaseModel]:
    """The new project and its tasks."""
    tasks = template.env["project.task"].search(
        [("project_id", "=", template.id), ("parent_id", "=", False)]
    )
    days = _days(tasks | tasks._get_all_subtasks())
    shift = _shift(plan, [template.date_start] if template.date_start else days)
    values = {"name": plan.name or template.name, "tasks": False}
    project = template.with_context(**FROM_TEMPLATE).copy(values | {"active": True})
    project = project.with_env(template.env)
    project.write(_period(template, shift))
    copies = _copied(tasks, project)
    return project, _settle(copies, project, plan, shift)


def _copied(tasks: models.BaseModel, project: models.BaseModel) -> Copies:
    """Each task of the trees below ``tasks``, and its copy."""
    if not tasks:
        return {}
    copying = tasks.with_context(
        **FROM_TEMPLATE, task_mapping={}, mail_auto_subscribe_no_notify=True
    )
    made = copying.copy({"project_id": project.id, "user_ids": False, "state": OPEN})
    mapping, _dependencies = copying._create_task_mapping(made)
    return {tasks.browse(old): new.with_env(tasks.env) for old, new in mapping.items()}


def _settle(
    copies: Copies, project: models.BaseModel, plan: Plan, shift: timedelta | None
) -> models.BaseModel:
    stage = stages.first_stage(project)
    made = project.env["project.task"]
    for old, new in copies.items():
        new.write(
            {
                "project_id": project.id,
                "stage_id": stage.id,
                "date_deadline": _moved(old.date_deadline, shift),
                "user_ids": [Command.set(plan.assignees)],
            }
        )
        made |= new
    if marked := marks.are_templates(made):
        marks.mark(marked, False)
    return made


def _period(template: models.BaseModel, shift: timedelta | None) -> dict[str, Any]:
    start, end = template.date_start, template.date
    return {"date_start": _moved(start, shift), "date": _moved(end, shift)}


def _days(tasks: models.BaseModel) -> list[date]:
    return [deadline.date() for deadline in tasks.mapped("date_deadline") if deadline]


def _shift(plan: Plan, days: list[date]) -> timedelta | None:
    """How far dates move; None where there is no start or nothing to move."""
    return plan.start - min(days) if plan.start and days else None


def _moved(day: Any, shift: timedelta | None) -> Any:
    return day + shift if day and shift is not None else False
