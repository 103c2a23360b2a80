from __future__ import annotations

from typing import Any

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.answers.paging import remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm import url
from ...services.orm.context_params import ContextParams
from ...services.orm.reads.paged import paged
from ...services.projects import marks
from .fields import Person
from .rows import Project, project_rows


class ListProjectsParams(ContextParams):
    query: str | None = Field(None, description="Text in the name.")
    manager: Person | None = Field(None, description='A user, or "me".')
    templates: bool = Field(False, description="Templates instead of projects.")
    include_archived: bool = Field(False, description="Archived ones too.")
    limit: int = Field(20, ge=1, description="Projects at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Projects to skip.")

    def domain(self, projects: models.BaseModel) -> list[Any]:
        found = marks.domain(projects, self.templates)
        found += [("name", "ilike", self.query)] if self.query else []
        return found + ([("user_id", "=", self.manager)] if self.manager else [])


class Projects(LeanResult):
    OPTIONAL = ("next_offset", "note", "truncated")

    url: str = Field(description="Web address of a project; {id} is its id.")
    projects: list[Project]
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = False

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{len(self.projects)} of {self.total} projects{more}; {self.url}"
        lines = [project.line() for project in self.projects]
        return "\n".join(filter(None, [head, *lines, self.note]))


class ListProjects(models.AbstractModel):
    _inherit = "mcp.tools.projects"

    @mcp_tool(
        Effect.READ, requires=("project.project",), aliases=("odoo_list_projects",)
    )
    def _mcp_list_projects(self, params: ListProjectsParams) -> Projects:
        """List projects with their open and overdue tasks, or the templates of projects."""
        model = params.env_of(self)["project.project"]
        model = model.with_context(active_test=not params.include_archived)
        page = paged(
            model,
            params.domain(model),
            lambda projects: [Project(**row) for row in project_rows(projects)],
            limit=params.limit,
            offset=params.offset,
        )
        return Projects(
            url=url.template(model),
            projects=page.rows,
            total=page.total,
            next_offset=page.next_offset,
            note=page.note,
            truncated=page.truncated,
        )
