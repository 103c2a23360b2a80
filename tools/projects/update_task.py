from __future__ import annotations

from typing import Any

from pydantic import AliasChoices

from odoo import api, models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.projects import marks
from .create_task import told
from .fields import Project, Task, TaskFields
from .rows import Task as TaskRow
from .rows import TaskAnswer, task_rows


class UpdateTaskParams(TaskFields):
    FIELDS = TaskFields.FIELDS | {"state": "state"}

    task: Task = Field(
        validation_alias=AliasChoices("task", "task_id", "id"),
        description="Id or exact, unique name.",
    )
    name: str | None = Field(None, min_length=1, max_length=250, description="Title.")
    project: Project | None = Field(
        None,
        validation_alias=AliasChoices("project", "project_id"),
        description="Moves it to this project.",
    )
    state: str | None = Field(
        None, description="In Progress, Changes Requested, Approved, Done, Cancelled."
    )
    is_template: bool | None = Field(None, description="Makes it a template, or not.")

    def _project(self, env: api.Environment, given: dict[str, Any]) -> models.BaseModel:
        if given.get("project_id"):
            return super()._project(env, given)
        return env["project.task"].browse(self.task).project_id


class UpdateTask(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(Effect.CHANGE, requires=("project.task",), aliases=("odoo_update_task",))
    def _mcp_update_task(self, params: UpdateTaskParams) -> TaskAnswer:
        """Change a task: what is not given stays, null empties."""
        task = params.env_of(self)["project.task"].browse(params.task)
        values = params.for_odoo()
        if not values and params.is_template is None:
            raise ToolError(self.env._("Say what to change."))
        series = _series(task)
        if values:
            task.write(values)
        if params.is_template is not None:
            marks.mark(task, params.is_template)
        return told(task, params, _next(_series(task) - series))

    def _sentence_update_task(self, params: UpdateTaskParams) -> str:
        task = self.env["project.task"].browse(params.task)
        if params.state:
            text = self.env._("Changes the task “%(name)s”: %(state)s.")
            return text % {"name": task.name, "state": params.state}
        return self.env._("Changes the task “%s”.") % task.name


def _series(task: models.BaseModel) -> models.BaseModel:
    """The tasks of the series that it is one of, as far as the caller may read them."""
    # sudo: of a task of the caller's own; only those of the caller are gone on with
    tasks = task.sudo().recurrence_id.task_ids
    return task.browse(tasks.ids)._filtered_access("read")


def _next(tasks: models.BaseModel) -> str | None:
    """Odoo makes the next task of a series when the last one is closed."""
    if not tasks:
        return None
    text = tasks.env._("The task recurs; Odoo made the next one: %s.")
    return text % ", ".join(TaskRow(**row).line() for row in task_rows(tasks))
