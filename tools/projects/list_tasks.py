from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator

from odoo import api, models

from ...services.answers.fitting import beginning, room
from ...services.answers.lean import LeanResult
from ...services.answers.paging import remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm import relations, url
from ...services.orm.context_params import ContextParams
from ...services.orm.reads.paged import paged
from ...services.projects import counting, marks
from . import rows
from .fields import Person, Project, Tag
from .fields import Task as NamedTask

STATES: dict[str, list[Any]] = {
    "open": [counting.OPEN],
    "done": [("state", "=", "1_done")],
    "cancelled": [("state", "=", "1_canceled")],
    "all": [],
}


def _only(value: Any) -> Any:
    """One of a list of one, as Odoo's own field takes it."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


class ListTasksParams(ContextParams):
    task: NamedTask | None = Field(
        None,
        validation_alias=AliasChoices("task", "task_id", "id"),
        description="One task, with its description.",
    )
    project: Project | None = Field(
        None,
        validation_alias=AliasChoices("project", "project_id"),
        description="Id or exact name.",
    )
    assignee: Annotated[Person, BeforeValidator(_only)] | None = Field(
        None,
        validation_alias=AliasChoices("assignee", "user_id", "user_ids"),
        description='A user, or "me".',
    )
    status: Literal["open", "done", "cancelled", "all"] = Field(
        "open", description="By Odoo's state of the task."
    )
    stage: str | int | None = Field(
        None,
        validation_alias=AliasChoices("stage", "stage_id"),
        description="Name or id of the stage.",
    )
    tag: Tag | None = Field(None, description="Name of a tag.")
    parent: NamedTask | None = Field(
        None,
        validation_alias=AliasChoices("parent", "parent_id"),
        description="Sub-tasks of this task.",
    )
    overdue: bool = Field(False, description="Only those due before today.")
    query: str | None = Field(None, description="Text in title or description.")
    templates: bool = Field(
        False,
        validation_alias=AliasChoices("templates", "is_template"),
        description="Templates instead of tasks.",
    )
    limit: int = Field(20, ge=1, description="Tasks at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Tasks to skip.")

    def domain(self, tasks: models.BaseModel) -> list[Any]:
        """The domain of what is asked for."""
        if self.task is not None:
            return [("id", "=", self.task)]
        found = [*STATES[self.status], *marks.domain(tasks, self.templates)]
        for name, value in (
            ("project_id", self.project),
            ("user_ids", self.assignee),
            ("tag_ids", self.tag),
            ("parent_id", self.parent),
        ):
            if value is not None:
                found.append((name, "=", value))
        if self.stage is not None:
            found.append(("stage_id", "in", self._stages(tasks.env)))
        if self.overdue:
            found.append(("date_deadline", "<", counting.today(tasks.env)))
        if text := self.query:
            found += ["|", ("name", "ilike", text), ("description", "ilike", text)]
        return found

    def _stages(self, env: api.Environment) -> list[int]:
        """Those of that name: each project may have its own."""
        if isinstance(self.stage, int):
            return [self.stage]
        try:
            return relations.called(env["project.task.type"], self.stage)
        except ValueError as error:
            raise ToolError(f"stage: {error}") from error


class Tasks(LeanResult):
    OPTIONAL = ("description", "next_offset", "note", "truncated")

    url: str = Field(description="Web address of a task; {id} is its id.")
    tasks: list[rows.ListedTask]
    description: str | None = Field(None, description="Markdown, of the one asked for.")
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = False

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{len(self.tasks)} of {self.total} tasks{more}; {self.url}"
        lines = [task.line() for task in self.tasks]
        return "\n".join(filter(None, [head, *lines, self.note, self.description]))


class ListTasks(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(
        Effect.READ,
        requires=("project.task",),
        aliases=("odoo_list_tasks", "odoo_read_tasks"),
    )
    def _mcp_list_tasks(self, params: ListTasksParams) -> Tasks:
        """List open tasks by project, assignee or deadline; one with its description."""
        model = params.env_of(self)["project.task"]
        page = paged(
            model,
            params.domain(model),
            lambda tasks: [rows.ListedTask(**row) for row in rows.task_rows(tasks)],
            limit=params.limit,
            offset=params.offset,
        )
        return Tasks(
            url=url.template(model),
            tasks=page.rows,
            description=self._whole_text(params),
            total=page.total,
            next_offset=page.next_offset,
            note=page.note,
            truncated=page.truncated,
        )

    def _whole_text(self, params: ListTasksParams) -> str | None:
        if params.task is None:
            return None
        task = params.env_of(self)["project.task"].browse(params.task)
        text = rows.description_of(task) or ""
        kept = beginning(text, room(self.env) // 2)
        return (f"{kept}…" if len(kept) < len(text) else kept) or None
