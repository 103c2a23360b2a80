from __future__ import annotations

from typing import Any, Literal

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.call import Call
from ...services.dashboards.figures import computed, days
from ...services.dashboards.fitting import companies, fitted
from ...services.dashboards.known import DASHBOARDS
from ...services.dashboards.offered import ADDRESS
from ...services.dashboards.readable import readable, why_not
from ...services.declarations import Field, Params, mcp_resource
from ...services.errors import ToolError


class DashboardParams(Params):
    name: Literal[tuple(DASHBOARDS)]


class Dashboard(LeanResult):
    OPTIONAL = ("left_out",)

    dashboard: str
    date: str
    companies: list[str]
    figures: list[dict[str, Any]] = Field(
        description="name, model, domain (finds the records), count; amounts by "
        "currency, more_currencies where some were left out."
    )
    left_out: list[str] = Field(
        default_factory=list, description="Figures for which there was no room."
    )


class DashboardResource(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_resource(ADDRESS, title="Key figures")
    def _mcp_dashboard(self, params: DashboardParams, call: Call) -> Dashboard:
        """Key figures of sales, accounting, stock, projects or hr, as far as you see.

        Each with the domain that finds its records.
        """
        if reason := why_not(self.env, call.principal, params.name):
            raise ToolError(f"{reason} {self._others(call)}".strip())
        facts = {
            "dashboard": params.name,
            "date": days(self.env)["TODAY"],
            "companies": companies(self.env.companies.mapped("name")),
            "figures": computed(self.env, DASHBOARDS[params.name].figures),
        }
        return Dashboard(**fitted(facts))

    def _others(self, call: Call) -> str:
        names = ", ".join(readable(self.env, call.principal))
        return self.env._("Yours are: %s.") % names if names else ""
