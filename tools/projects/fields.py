"""Arguments that stand for fields of a task or project, and what is stored of them."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import (
    AliasChoices,
    BeforeValidator,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from odoo import api, models

from ...services.answers.lists import as_list
from ...services.declarations import Field
from ...services.orm import moments
from ...services.orm.context_params import ContextParams, Named, NamedUser
from ...services.orm.writes import stored
from ...services.orm.writes.input import InputError, Values, read_values
from ...services.orm.writes.writing import NotApplied
from ...services.projects import stages
from ...services.texts import markdown


def _me(value: Any, info: ValidationInfo) -> Any:
    return info.context["env"].uid if value == "me" else value


Person = Annotated[NamedUser, BeforeValidator(_me)]
Task = Named("project.task")
Project = Named("project.project")
Tag = Named("project.tags")
SPLIT = re.compile(r"(?=[\[.])")


class FieldParams(ContextParams):
    """Arguments by the fields that they set; what is not given stays as it is."""

    MODEL: ClassVar[str]
    FIELDS: ClassVar[dict[str, str]]
    _values: Values = PrivateAttr(default_factory=lambda: Values({}))

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> FieldParams:
        records = self.env_of(info.context["env"][self.MODEL])[self.MODEL]
        given = {
            field: getattr(self, name)
            for name, field in self.FIELDS.items()
            if name in self.model_fields_set
        }
        try:
            self._values = read_values(records, self._asked(records.env, given))
        except InputError as error:
            raise InputError(self._named(error.problems)) from None
        return self

    def _named(self, problems: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The same, by the names of the arguments, which are all that clients know."""
        names = {field: name for name, field in self.FIELDS.items()}
        parts = [(SPLIT.split(path, maxsplit=1), said) for path, said in problems]
        return [
            ("".join([names.get(field, field), *rest]), said)
            for (field, *rest), said in parts
        ]

    def _asked(self, env: api.Environment, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("description"):
            given["description"] = str(markdown.to_html(given["description"]))
        return given

    def for_odoo(self) -> dict[str, Any]:
        return self._values.for_odoo()

    def not_applied(self, record: models.BaseModel) -> list[NotApplied]:
        """What Odoo stored otherwise than asked, read back from the database."""
        return stored.read_back(record, {record.id: self._values}).not_applied


class TaskFields(FieldParams):
    MODEL = "project.task"
    FIELDS = {
        "name": "name",
        "description": "description",
        "project": "project_id",
        "assignees": "user_ids",
        "deadline": "date_deadline",
        "stage": "stage_id",
        "priority": "priority",
        "tags": "tag_ids",
        "parent": "parent_id",
        "depends_on": "depend_on_ids",
        "hours": "allocated_hours",
    }

    description: str | None = Field(None, description="Markdown.")
    assignees: Annotated[list[Person], BeforeValidator(as_list)] | None = Field(
        None,
        validation_alias=AliasChoices("assignees", "user_ids"),
        description='Users: ids, logins, names, or "me".',
    )
    deadline: str | None = Field(
        None,
        validation_alias=AliasChoices("deadline", "date_deadline"),
        description="ISO 8601 date or time; a date means its end.",
    )
    stage: str | int | None = Field(
        None,
        validation_alias=AliasChoices("stage", "stage_id"),
        description="A stage of the project.",
    )
    priority: str | None = Field(None, description="0 is normal, 1 is high.")
    tags: Annotated[list[str | int], BeforeValidator(as_list)] | None = Field(
        None,
        validation_alias=AliasChoices("tags", "tag_ids"),
        description="Names or ids of tags.",
    )
    parent: Task | None = Field(
        None,
        validation_alias=AliasChoices("parent", "parent_id"),
        description="The task that it is a part of.",
    )
    depends_on: Annotated[list[Task], BeforeValidator(as_list)] | None = Field(
        None,
        validation_alias=AliasChoices("depends_on", "depend_on_ids"),
        description="Tasks that must be done first.",
    )
    hours: float | None = Field(
        None,
        validation_alias=AliasChoices("hours", "allocated_hours"),
        ge=0,
        description="Allocated hours.",
    )

    def _asked(self, env: api.Environment, given: dict[str, Any]) -> dict[str, Any]:
        given = super()._asked(env, given)
        if deadline := given.get("date_deadline"):
            given["date_deadline"] = moments.end_of_day(env, deadline)
        project = self._project(env, given)
        if given.get("stage_id") is not None:
            given["stage_id"] = stages.stage_of(project, given["stage_id"])
        if given.get("depend_on_ids") and not project.allow_task_dependencies:
            raise ValueError(
                env._("%s has no dependencies: switch them on with update_project.")
                % (project.name or env._("A private task"))
            )
        return given

    def _project(self, env: api.Environment, given: dict[str, Any]) -> models.BaseModel:
        """The project that the task is in after the call."""
        return env["project.project"].browse(given.get("project_id") or ())


class ProjectFields(FieldParams):
    MODEL = "project.project"
    FIELDS = {
        "name": "name",
        "description": "description",
        "customer": "partner_id",
        "manager": "user_id",
        "start": "date_start",
        "end": "date",
        "tags": "tag_ids",
        "dependencies": "allow_task_dependencies",
    }

    description: str | None = Field(None, description="Markdown.")
    customer: str | int | None = Field(None, description="Id or exact name.")
    manager: Person | None = Field(None, description='A user, or "me".')
    start: str | None = Field(None, description="First day, ISO 8601.")
    end: str | None = Field(None, description="Last day; Odoo wants both or none.")
    tags: Annotated[list[str | int], BeforeValidator(as_list)] | None = Field(
        None, description="Names or ids of tags."
    )
    dependencies: bool | None = Field(
        None, description="Whether tasks may depend on others."
    )
