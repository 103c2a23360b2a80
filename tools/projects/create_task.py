from __future__ import annotations

from typing import Any

from pydantic import AliasChoices

from odoo import api, models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.projects import marks
from ...services.texts import markdown
from .fields import Project, TaskFields
from .rows import TaskAnswer, address, description_of, task_rows


class CreateTaskParams(TaskFields):
    name: str = Field(min_length=1, max_length=250, description="One line.")
    project: Project | None = Field(
        None,
        validation_alias=AliasChoices("project", "project_id"),
        description="Id or exact name; without one it is a private to-do.",
    )
    is_template: bool = Field(False, description="A template for launch_template.")

    def _asked(self, env: api.Environment, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments; a sub-task without a project gets its parent's."""
        if self.parent and not self.project:
            parent = env["project.task"].browse(self.parent)
            given["project_id"] = parent.project_id.id
        return super()._asked(env, given)


class CreateTask(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(Effect.ADD, requires=("project.task",), aliases=("odoo_create_task",))
    def _mcp_create_task(self, params: CreateTaskParams) -> TaskAnswer:
        """Create a task, with assignees by name and a description in Markdown."""
        values = params.for_odoo()
        # of a new record Odoo computes no state that has a default: it would not wait
        waits_for = values.pop("depend_on_ids", None)
        task = params.env_of(self)["project.task"].create(values)
        if waits_for:
            task.depend_on_ids = waits_for
        if params.is_template:
            marks.mark(task, True)
        return told(task, params)

    def _sentence_create_task(self, params: CreateTaskParams) -> str:
        return self.env._("Creates the task “%s”.") % params.name


def told(
    task: models.BaseModel, params: TaskFields, note: str | None = None
) -> TaskAnswer:
    """The task as the database has it now."""
    not_applied = params.not_applied(task)
    about = markdown.note(task.env) if params.description else None
    return TaskAnswer(
        **task_rows(task)[0],
        url=address(task),
        description=description_of(task) if params.description else None,
        not_applied=not_applied,
        note=" ".join(filter(None, [note, about])) or None,
    )
