from __future__ import annotations

from typing import Any, Literal

from odoo import models

from ...services.dashboards.figures import computed, days
from ...services.dashboards.known import DASHBOARDS
from ...services.declarations import Field, Params, Result, mcp_resource
from ...services.errors import ToolError


class DashboardParams(Params):
    name: Literal[tuple(DASHBOARDS)]


class Dashboard(Result):
    dashboard: str
    date: str
    companies: list[str]
    figures: list[dict[str, Any]] = Field(
        description="name, model, domain (finds the records), count, amounts"
    )


class DashboardResource(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_resource(
        "odoo://dashboard/{name}",
        title="Key figures",
        completes={"name": tuple(DASHBOARDS)},
    )
    def _mcp_dashboard(self, params: DashboardParams) -> Dashboard:
        """Key figures of sales, accounting, stock, projects or hr, as far as you see."""
        figures = computed(self.env, DASHBOARDS[params.name])
        if not figures:
            raise ToolError(
                self.env._(
                    "There is nothing for a dashboard %s that you may read here."
                )
                % params.name
            )
        return Dashboard(
            dashboard=params.name,
            date=days(self.env)["TODAY"],
            companies=self.env.companies.mapped("name"),
            figures=figures,
        )
