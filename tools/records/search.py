from __future__ import annotations

from pydantic import BaseModel

from odoo import models

from ...services.answers.render import compact
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.orm import url
from ...services.orm.reads import everywhere

MOST = 20


class AnywhereParams(Params):
    query: str = Field(
        pattern=r"\S", max_length=500, description="A name, number or address."
    )


class FoundAnywhere(BaseModel):
    id: str = Field(description="For fetch.")
    title: str
    url: str


class Anywhere(Result):
    """As ChatGPT's deep research reads it: the text is the same JSON."""

    results: list[FoundAnywhere]

    def text(self) -> str:
        return compact(self.model_dump())


class EverywhereTools(models.AbstractModel):
    """Records of all models at once; apart, as a resource is called ``search`` too."""

    _name = "mcp.tools.everywhere"
    _description = "MCP tools: records of all models at once"
    _mcp_toolset = "records"

    @mcp_tool(Effect.READ, title="Search everywhere")
    def _mcp_search(self, params: AnywhereParams) -> Anywhere:
        """Find records of any kind, and articles, by name; fetch reads one."""
        found = everywhere.hits(self.env, params.query, MOST)
        return Anywhere(results=[self._found(hit) for hit in found])

    def _found(self, hit: everywhere.Hit) -> FoundAnywhere:
        model = self.env[hit.model]
        # sudo: the name of a model that the caller may read
        kind = self.env["ir.model"].sudo()._get(hit.model).name
        return FoundAnywhere(
            id=f"{hit.model}/{hit.id}",
            title=f"{hit.title} ({kind})",
            url=url.of(model.browse(hit.id)),
        )
