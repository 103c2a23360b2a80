from __future__ import annotations

from typing import Any

from odoo import models, release

from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.stage import stage

MODELS_OF_AN_APP = 8


class NoParams(Params):
    """Takes nothing."""


class Capabilities(Result):
    user: dict[str, Any] = Field(description="id, name, login, lang, tz")
    database: str
    stage: str = Field(description="production, test …")
    odoo_version: str
    companies: list[dict[str, Any]] = Field(
        description="id, name, currency; the current one is marked"
    )
    languages: list[str]
    access_mode: str = Field(description="none, observer, operator, importer …")
    read_only: bool = Field(description="Whether this connection only reads.")
    toolsets: dict[str, int] = Field(description="Tools that you may call, by toolset.")
    apps: list[dict[str, Any]] = Field(description="Menus you see: name, models")
    modules: list[str] = Field(description="Installed applications.")

    def text(self) -> str:
        user, sets = self.user, self.toolsets
        limit = ", read only" if self.read_only else ""
        lines = [
            f"user: {user['name']} (id {user['id']}, {user['login']}), "
            f"{user['lang']}, {user['tz']}",
            f"database: {self.database} ({self.stage}), Odoo {self.odoo_version}",
            "companies: " + "; ".join(map(_company, self.companies)),
            f"languages: {', '.join(self.languages)}",
            f"access mode: {self.access_mode}{limit}",
            "toolsets: " + ", ".join(f"{name} {n}" for name, n in sets.items()),
            f"modules: {', '.join(self.modules)}",
            "apps and their models:",
        ]
        lines += [f"- {app['name']}: {', '.join(app['models'])}" for app in self.apps]
        return "\n".join(lines)


class GetCapabilities(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_tool(Effect.READ, aliases=("odoo_capabilities", "odoo_reconnect"))
    def _mcp_get_capabilities(self, params: NoParams, call: Call) -> Capabilities:
        """Who you are here: user, companies, rights, apps, toolsets."""
        user, policy = self.env.user, self.env["mcp.policy"]
        return Capabilities(
            user={
                "id": user.id,
                "name": user.name,
                "login": user.login,
                "lang": user.lang,
                "tz": user.tz or "UTC",
            },
            database=self.env.cr.dbname,
            stage=stage(self.env),
            odoo_version=release.version,
            companies=[self._company_facts(company) for company in self.env.companies],
            languages=[code for code, _name in self.env["res.lang"].get_installed()],
            access_mode=policy._mode(call.principal).name.lower(),
            read_only=call.principal.narrowing.read_only,
            toolsets=self._tools_by_toolset(call),
            apps=[
                {"name": name, "models": found[:MODELS_OF_AN_APP]}
                for name, found in self.env["mcp.menus"]._apps().items()
            ],
            modules=self._applications(),
        )

    def _company_facts(self, company: models.BaseModel) -> dict[str, Any]:
        facts = {"id": company.id, "name": company.name}
        facts["currency"] = company.currency_id.name
        return facts | ({"current": True} if company == self.env.company else {})

    def _tools_by_toolset(self, call: Call) -> dict[str, int]:
        counts: dict[str, int] = {}
        for tool in self.env["mcp.listing"]._ranked(call.principal):
            counts[tool.toolset] = counts.get(tool.toolset, 0) + 1
        return counts

    def _applications(self) -> list[str]:
        # sudo: only settings managers read modules; which apps exist is no secret
        found = self.env["ir.module.module"].sudo()
        domain = [("state", "=", "installed"), ("application", "=", True)]
        return found.search(domain, order="name").mapped("name")


def _company(facts: dict[str, Any]) -> str:
    mark = "*" if facts.get("current") else ""
    return f"{facts['id']} {facts['name']} {facts['currency']}{mark}"
