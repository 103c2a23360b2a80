from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams
from ...services.orm.nearest import nearest
from ...services.report_templates import filling
from ...services.report_templates.querying import Found


class Asked(BaseModel):
    """A parameter of a report."""

    name: str
    type: str
    description: str = ""
    default: Any = None
    required: bool = False

    def text(self) -> str:
        star = "*" if self.required else ""
        default = "" if self.default is None else f"={self.default}"
        return f"{self.name}{star} ({self.type}{default}) {self.description}".strip()


class Template(BaseModel):
    """A report that can be filled."""

    template: str = Field(description="Name for fill_report.")
    title: str
    description: str
    parameters: list[Asked]


class ListParams(ContextParams):
    query: str | None = Field(None, description="Only those with this text.")


class Templates(LeanResult):
    OPTIONAL = ("templates",)

    templates: list[Template] = Field(default_factory=list)

    def text(self) -> str:
        lines = [f"{len(self.templates)} report templates"]
        for t in self.templates:
            lines.append(f"{t.template}: {t.title}. {t.description}")
            lines += [f"  {parameter.text()}" for parameter in t.parameters]
        return "\n".join(lines)


class FillParams(ContextParams):
    template: str = Field(
        validation_alias=AliasChoices("template", "name"),
        description="Name, as list_report_templates gives it.",
    )
    params: dict[str, str | int | float | None] = Field(
        default={},
        description="Parameters by name; dates as 2026-01-31, or as a day such as "
        "month - 1; records by id or name.",
    )


class Behind(BaseModel):
    """What is behind a part of the report."""

    name: str
    model: str
    domain: list[Any] = Field(description="Finds the records.")
    count: int
    totals: dict[str, Any] = Field(description="Sums over all of them.")


class FilledReport(LeanResult):
    OPTIONAL = ("truncated",)

    template: str
    title: str
    markdown: str
    queries: list[Behind]
    truncated: bool = Field(False, description="Tables were cut to the answer budget.")

    def text(self) -> str:
        return self.markdown


class ReportTemplates(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(
        Effect.READ, aliases=("odoo_list_report_templates", "list_report_template")
    )
    def _mcp_list_report_templates(self, params: ListParams) -> Templates:
        """List ready-made business reports that fill_report writes with live figures."""
        env = params.env_of(self)
        words = (params.query or "").lower()
        found = [
            Template(
                template=template.name,
                title=template.title,
                description=template.description,
                parameters=[
                    Asked(name=name, **parameter.model_dump(exclude={"model"}))
                    for name, parameter in definition.parameters.items()
                ],
            )
            for template, definition in env["mcp.report.template"]._offered()
        ]
        return Templates(
            templates=[
                t
                for t in found
                if words in f"{t.template} {t.title} {t.description}".lower()
            ]
        )

    @mcp_tool(Effect.READ, aliases=("odoo_fill_report", "fill_report_template"))
    def _mcp_fill_report(self, params: FillParams) -> FilledReport:
        """Write a ready-made report (sales, receivables, stock …) with live figures.

        In Markdown, under your rights; with the domain behind each of its queries.
        """
        env = params.env_of(self)
        template, definition = self._template(env, params.template)
        report = filling.fill(env, template.text, definition, params.params)
        return FilledReport(
            template=template.name,
            title=template.title,
            markdown=report.markdown,
            queries=[_behind(name, found) for name, found in report.found.items()],
            truncated=report.truncated,
        )

    def _template(self, env: Any, name: str) -> tuple[models.BaseModel, Any]:
        offered = {t.name: (t, d) for t, d in env["mcp.report.template"]._offered()}
        if name in offered:
            return offered[name]
        hint = nearest(name, offered) or ", ".join(offered) or "–"
        text = self.env._(
            "There is no report template %(name)s for you; there are: %(known)s."
        )
        raise ToolError(text % {"name": name, "known": hint})


def _behind(name: str, found: Found) -> Behind:
    return Behind(
        name=name,
        model=found.query.model,
        domain=found.domain,
        count=found.count,
        totals={key: value for key, value in found.totals.items() if key != "__count"},
    )
