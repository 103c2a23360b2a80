"""Projects and tasks as the tools answer them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from odoo import models

from ...services.answers.lean import Lean, LeanResult
from ...services.compat.access import may_read_field
from ...services.orm import untrusted, url
from ...services.orm.reads import values
from ...services.orm.reads.cells import cell
from ...services.orm.writes.writing import NotApplied, lines_of
from ...services.projects import counting, marks
from ...services.texts import markdown

CLOSED = ("1_done", "1_canceled")


class Task(BaseModel):
    id: int
    name: str
    project: dict[str, Any] | None = None
    stage: str | None = None
    state: str = Field(description="Odoo's state: 01_in_progress, 1_done …")
    assignees: list[str] = Field(default_factory=list)
    deadline: str | None = None
    priority: str | None = None
    tags: list[str] = Field(default_factory=list)
    parent: dict[str, Any] | None = None
    subtasks: int = 0
    blocked_by: list[dict[str, Any]] = Field(
        default_factory=list, description="Open tasks that must be done first."
    )
    is_template: bool = False

    def line(self) -> str:
        parts = [
            f"{self.id} {self.name}: {self.state}",
            self.stage or "",
            cell(self.project),
            ", ".join(self.assignees),
            f"due {self.deadline}" if self.deadline else "",
            f"part of {cell(self.parent)}" if self.parent else "",
            f"{self.subtasks} sub-tasks" if self.subtasks else "",
            f"after {', '.join(map(cell, self.blocked_by))}" if self.blocked_by else "",
            "template" if self.is_template else "",
        ]
        return "; ".join(filter(None, parts))


class ListedTask(Lean, Task):
    """A task among others: what most tasks have none of is left out."""

    OPTIONAL = ("priority", "tags", "parent", "subtasks", "blocked_by", "is_template")


class Project(BaseModel):
    id: int
    name: str
    customer: dict[str, Any] | None = None
    manager: str | None = None
    stage: str | None = None
    start: str | None = None
    end: str | None = None
    open_tasks: int = 0
    overdue_tasks: int = 0
    is_template: bool = False

    def line(self) -> str:
        parts = [
            f"{self.id} {self.name}",
            self.stage or "",
            cell(self.customer),
            self.manager or "",
            f"{self.start or '?'} – {self.end or '?'}"
            if self.start or self.end
            else "",
            f"{self.open_tasks} open, {self.overdue_tasks} overdue",
            "template" if self.is_template else "",
        ]
        return "; ".join(filter(None, parts))


class Stored(LeanResult):
    """A project or task as it is after the call."""

    OPTIONAL = ("not_applied", "note", "description")

    url: str
    description: str | None = Field(None, description="Markdown.")
    not_applied: list[NotApplied] = Field(
        default_factory=list, description="What Odoo stored otherwise than asked."
    )
    note: str | None = None

    def text(self) -> str:
        rest = lines_of(self.not_applied, [], "")
        lines = [self.line(), self.url, self.note, self.description, *rest]
        return "\n".join(filter(None, lines))


class TaskAnswer(Stored, Task):
    pass


class ProjectAnswer(Stored, Project):
    pass


def task_rows(tasks: models.BaseModel) -> list[dict[str, Any]]:
    """The fields of ``Task``, of each of ``tasks``."""
    columns = _columns(tasks, "project_id", "date_deadline", "parent_id")
    templates = marks.are_templates(tasks)
    return [
        {
            "id": task.id,
            "name": task.name,
            "project": project,
            "stage": task.stage_id.name or None,
            "state": task.state,
            # sudo: names of assignees, as Odoo's own lists show them
            "assignees": task.sudo().user_ids.mapped("name"),
            "deadline": deadline,
            "priority": task.priority if task.priority != "0" else None,
            "tags": task.tag_ids.mapped("name"),
            "parent": parent,
            "subtasks": len(task.child_ids),
            "blocked_by": _open_before(task),
            "is_template": task in templates,
        }
        for task, project, deadline, parent in columns
    ]


def _open_before(task: models.BaseModel) -> list[dict[str, Any]]:
    # sudo: Odoo shows whoever sees a task what blocks it
    before = task.sudo().depend_on_ids
    return [{"id": t.id, "name": t.name} for t in before if t.state not in CLOSED]


def project_rows(projects: models.BaseModel) -> list[dict[str, Any]]:
    """The fields of ``Project``, of each of ``projects``."""
    staged = may_read_field(projects, projects._fields["stage_id"])
    columns = _columns(projects, "partner_id", "date_start", "date")
    templates, counts = marks.are_templates(projects), counting.of(projects)
    return [
        {
            "id": project.id,
            "name": project.name,
            "customer": customer,
            # sudo: a name only, as Odoo's own lists show it
            "manager": project.sudo().user_id.name or None,
            "stage": (project.stage_id.name or None) if staged else None,
            "start": start,
            "end": end,
            "is_template": project in templates,
            **counts[project.id],
        }
        for project, customer, start, end in columns
    ]


def _columns(records: models.BaseModel, *names: str) -> Iterator[tuple[Any, ...]]:
    """Each record with the values of these fields."""
    columns = (values.of(records, records._fields[name]) for name in names)
    return zip(records, *columns, strict=True)


def description_of(record: models.BaseModel) -> str | None:
    """The description as Markdown; an outsider's is fenced."""
    text = markdown.readable(record.description)
    if text and untrusted.outsiders(record):
        return untrusted.fenced(record.env, text)
    return text or None


def address(record: models.BaseModel) -> str:
    return url.of(record)
