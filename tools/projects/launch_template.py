from __future__ import annotations

from typing import Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from odoo import api, models

from ...services.answers.lean import LeanResult
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams, DateArg
from ...services.orm.relations import Lookups
from ...services.projects import launching, marks
from ...services.projects.launching import Plan
from . import rows
from .fields import Person, Project

MOST_SHOWN = 50
# of tasks and projects
DATES = ("date_deadline", "date_start", "date")
MODELS = {"task": "project.task", "project": "project.project"}


class LaunchParams(ContextParams):
    template: str | int = Field(
        validation_alias=AliasChoices("template", "template_id", "id"),
        description="Id or exact name; list_tasks and list_projects list templates.",
    )
    kind: Literal["task", "project"] = Field("task", description="What it is.")
    name: str | None = Field(
        None, max_length=250, description="Default: the name of the template."
    )
    project: Project | None = Field(
        None,
        validation_alias=AliasChoices("project", "project_id"),
        description="For a task: where it goes. Default: the template's project.",
    )
    start: DateArg | None = Field(
        None, description="First day: dates keep their distance. Without: no dates."
    )
    assignees: list[Person] = Field(
        default=[],
        validation_alias=AliasChoices("assignees", "user_ids"),
        description='Of every task: ids, logins, names, or "me".',
    )
    _template: int = PrivateAttr(0)

    @model_validator(mode="after")
    def _find(self, info: ValidationInfo) -> LaunchParams:
        env, model = info.context["env"], MODELS[self.kind]
        if model in env:
            try:
                self._template = Lookups(env).one(model, self.template)
            except ValueError as error:
                raise ValueError(_of_the_other_kind(env, error, self.kind)) from None
        return self

    def plan(self) -> Plan:
        return Plan(self.name, self.start, tuple(self.assignees))


class Made(BaseModel):
    id: int
    name: str
    parent: int | None = None
    deadline: str | None = None


class Launched(LeanResult):
    OPTIONAL = ("note",)

    id: int
    name: str
    url: str
    tasks: list[Made]
    count: int = Field(description="Tasks created.")
    note: str | None = None

    def text(self) -> str:
        lines = [
            f"- {t.id} {t.name}" + (f", due {t.deadline}" if t.deadline else "")
            for t in self.tasks
        ]
        head = f"{self.name} ({self.id}): {self.count} tasks; {self.url}"
        return "\n".join(filter(None, [head, *lines, self.note]))


class LaunchTemplate(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(
        Effect.ADD,
        requires=("project.task", "project.project"),
        aliases=("odoo_launch_template",),
    )
    def _mcp_launch_template(self, params: LaunchParams) -> Launched:
        """Make a new task or project from a template, sub-tasks and dependencies too.

        The copies start in the first stage, with the assignees that you name and no
        others.
        """
        template = self._template(params)
        if params.kind == "project":
            root, made = launching.launch_project(template, params.plan())
        else:
            project = template.project_id
            if params.project:
                project = project.browse(params.project)
            made = launching.launch_task(template, project, params.plan())
            root = made[:1]
        return self._told(root, made, params)

    def _template(self, params: LaunchParams) -> models.BaseModel:
        template = params.env_of(self)[MODELS[params.kind]].browse(params._template)
        if not marks.are_templates(template):
            raise ToolError(
                self.env._(
                    "%(name)s is no template: mark it with update_%(kind)s, "
                    "is_template true."
                )
                % {"name": template.display_name, "kind": params.kind}
            )
        return template

    def _told(
        self, root: models.BaseModel, made: models.BaseModel, params: LaunchParams
    ) -> Launched:
        self.env.flush_all()
        self.env.invalidate_all()
        undated = params.start and not (_dated(root) or any(map(_dated, made)))
        return Launched(
            id=root.id,
            name=root.display_name,
            url=rows.address(root),
            tasks=[_made(row) for row in rows.task_rows(made[:MOST_SHOWN])],
            count=len(made),
            note=self.env._("The template has no dates to move.") if undated else None,
        )

    def _sentence_launch_template(self, params: LaunchParams) -> str:
        template = self._template(params)
        return self.env._("Makes a new %(kind)s from the template “%(name)s”.") % {
            "kind": params.kind,
            "name": template.display_name,
        }


def _dated(record: models.BaseModel) -> bool:
    return any(record[n] for n in DATES if n in record._fields)


def _made(row: dict[str, Any]) -> Made:
    parent = row["parent"]
    return Made(
        id=row["id"],
        name=row["name"],
        parent=parent["id"] if parent else None,
        deadline=row["deadline"],
    )


def _of_the_other_kind(env: api.Environment, error: ValueError, kind: str) -> str:
    other = "task" if kind == "project" else "project"
    text = env._("%(error)s (kind is %(kind)s: for a %(other)s say kind %(other)s)")
    return text % {"error": error, "kind": kind, "other": other}
