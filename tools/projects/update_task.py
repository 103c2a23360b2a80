from __future__ import annotations

from typing import Any

from pydantic import AliasChoices

from odoo import api, models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.projects import marks
from .create_task import told
from .fields import Project, Task, TaskFields
from .rows import TaskAnswer


class UpdateTaskParams(TaskFields):
    FIELDS = TaskFields.FIELDS | {"state": "state"}

    task: Task = Field(
        validation_alias=AliasChoices("task", "task_id", "id"),
        description="Id or exact, unique name.",
    )
    name: str | None = Field(None, min_length=1, max_length=250, description="Title.")
    project: Project | None = Field(None, description="Moves it to this project.")
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
        if values:
            task.write(values)
        if params.is_template is not None:
            marks.mark(task, params.is_template)
        return told(task, params)

    def _sentence_update_task(self, params: UpdateTaskParams) -> str:
        task = self.env["project.task"].browse(params.task)
        if params.state:
            text = self.env._("Changes the task “%(name)s”: %(state)s.")
            return text % {"name": task.name, "state": params.state}
        return self.env._("Changes the task “%s”.") % task.name
