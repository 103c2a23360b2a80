from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.projects import marks
from .create_project import told
from .fields import Project, ProjectFields
from .rows import ProjectAnswer


class UpdateProjectParams(ProjectFields):
    FIELDS = ProjectFields.FIELDS | {"stage": "stage_id", "active": "active"}

    project: Project = Field(
        validation_alias=AliasChoices("project", "project_id", "id"),
        description="Id or exact, unique name.",
    )
    name: str | None = Field(None, min_length=1, max_length=250, description="Title.")
    stage: str | int | None = Field(
        None, description="Stage of the project itself, where Odoo uses these."
    )
    active: bool | None = Field(None, description="false archives it.")
    is_template: bool | None = Field(None, description="Makes it a template, or not.")


class UpdateProject(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(
        Effect.CHANGE, requires=("project.project",), aliases=("odoo_update_project",)
    )
    def _mcp_update_project(self, params: UpdateProjectParams) -> ProjectAnswer:
        """Change a project: what is not given stays, null empties."""
        project = params.env_of(self)["project.project"].browse(params.project)
        values = params.for_odoo()
        if not values and params.is_template is None:
            raise ToolError(self.env._("Say what to change."))
        if values:
            project.write(values)
        if params.is_template is not None:
            marks.mark(project, params.is_template)
        return told(project, params)

    def _sentence_update_project(self, params: UpdateProjectParams) -> str:
        project = self.env["project.project"].browse(params.project)
        if params.active is False:
            return self.env._("Archives the project “%s”.") % project.name
        return self.env._("Changes the project “%s”.") % project.name
