from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.projects import marks
from ...services.texts import markdown
from .fields import ProjectFields
from .rows import ProjectAnswer, address, description_of, project_rows

STAGES = ("To Do", "In Progress", "Done")


class CreateProjectParams(ProjectFields):
    name: str = Field(min_length=1, max_length=250, description="One line.")
    stages: list[str] = Field(
        default=list(STAGES),
        max_length=20,
        description="Names of the stages of its tasks, the first is where they start.",
    )
    is_template: bool = Field(False, description="A template for launch_template.")


class CreateProject(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(
        Effect.ADD, requires=("project.project",), aliases=("odoo_create_project",)
    )
    def _mcp_create_project(self, params: CreateProjectParams) -> ProjectAnswer:
        """Create a project with stages for its tasks."""
        env = params.env_of(self)
        values = params.for_odoo()
        if params.stages:
            values["type_ids"] = [
                (0, 0, {"name": name, "sequence": number})
                for number, name in enumerate(params.stages, 1)
            ]
        project = env["project.project"].create(values)
        if params.is_template:
            marks.mark(project, True)
        return told(project, params)

    def _sentence_create_project(self, params: CreateProjectParams) -> str:
        return self.env._("Creates the project “%s”.") % params.name


def told(project: models.BaseModel, params: ProjectFields) -> ProjectAnswer:
    """The project as the database has it now."""
    not_applied = params.not_applied(project)
    return ProjectAnswer(
        **project_rows(project)[0],
        url=address(project),
        description=description_of(project) if params.description else None,
        not_applied=not_applied,
        note=markdown.note(project.env) if params.description else None,
    )
