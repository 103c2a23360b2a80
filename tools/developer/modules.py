from __future__ import annotations

from typing import Any

from odoo import models

from ...services.answers.fitting import fitting_rows, room
from ...services.answers.lean import LeanResult
from ...services.answers.paging import next_offset
from ...services.declarations import (
    Effect,
    Field,
    Params,
    mcp_resource,
    mcp_tool,
)
from ...services.errors import ToolError
from ...services.orm.nearest import nearest
from ...services.server import manifests, modules


class ListParams(Params):
    state: str | None = Field(
        None, description="installed, uninstalled, to upgrade, to install, …"
    )
    search: str | None = Field(None, description="Part of the name or the summary.")
    limit: int = Field(100, ge=1, le=1000, description="Modules at most.")
    offset: int = Field(0, ge=0, description="Modules to skip.")


class Modules(LeanResult):
    OPTIONAL = ("next_offset", "not_listed")

    modules: list[dict[str, Any]]
    total_count: int
    returned_count: int
    next_offset: int | None = None
    not_listed: list[str] = Field(
        [], description="On disk, newer than Odoo's apps list; can be installed."
    )


class ModuleParams(Params):
    module_name: str = Field(
        description="Technical name, e.g. crm.", pattern=r"^[a-zA-Z0-9_]{1,100}$"
    )


class ModuleInfo(LeanResult):
    OPTIONAL = ("note",)

    name: str
    title: str
    summary: str | None
    state: str
    installed_version: str | None
    available_version: str | None
    author: str | None
    license: str | None
    application: bool
    dependencies: list[dict[str, Any]]
    missing_python: list[str]
    note: str | None = None


class ModuleTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(Effect.READ, log={"STATE": "state", "SEARCH": "search"})
    def _mcp_list_modules(self, params: ListParams) -> Modules:
        """List Odoo modules with their states."""
        # both halves of the answer carry it
        return self._module_page(params, room(self.env) // 2)

    @mcp_tool(Effect.READ, log={"MODULE": "module_name"})
    def _mcp_get_module_info(self, params: ModuleParams) -> ModuleInfo:
        """Describe one Odoo module: state, versions, dependencies and theirs."""
        if not self._listed(params.module_name):
            return self._module_on_disk(params.module_name)
        module = self._module_named(params.module_name)
        return ModuleInfo(
            name=module.name,
            title=module.shortdesc,
            summary=module.summary or None,
            state=module.state,
            # Odoo calls the version on disk "installed", the installed one "latest"
            installed_version=module.latest_version or None,
            available_version=module.installed_version or None,
            author=module.author or None,
            license=module.license or None,
            application=module.application,
            dependencies=[
                {"name": d.name, "state": d.state} for d in module.dependencies_id
            ],
            missing_python=modules.missing_python(self.env, module.name),
        )

    def _module_on_disk(self, name: str) -> ModuleInfo:
        """A module that is newer than Odoo's list, as its manifest describes it."""
        manifest = self._manifest(name)
        return ModuleInfo(
            name=name,
            title=manifest.get("name") or name,
            summary=manifest.get("summary") or None,
            state="uninstalled" if _installable(manifest) else "uninstallable",
            installed_version=None,
            available_version=manifest.get("version") or None,
            author=str(manifest.get("author") or "") or None,
            license=manifest.get("license") or None,
            application=bool(manifest.get("application")),
            dependencies=[
                {"name": n, "state": self._module_state_of(n)}
                for n in manifests.depends(manifest)
            ],
            missing_python=modules.missing_python(self.env, name),
            note=self.env._("Not in Odoo's apps list yet; install_module lists it."),
        )

    @mcp_resource("odoo://modules")
    def _mcp_modules(self) -> Modules:
        """The installed modules."""
        params = ListParams(state="installed", limit=1000)
        return self._module_page(params, room(self.env))

    def _module_page(self, params: ListParams, budget: int) -> Modules:
        # sudo: only settings managers read modules, developers manage them
        found = self.env["ir.module.module"].sudo()
        domain = self._module_domain(params)
        page = {"limit": params.limit, "offset": params.offset}
        rows = [_row(module) for module in found.search(domain, order="name", **page)]
        listed = fitting_rows(rows, budget)
        total = found.search_count(domain)
        return Modules(
            modules=listed,
            total_count=total,
            returned_count=len(listed),
            next_offset=next_offset(params.offset, len(listed), total),
            not_listed=self._not_listed(params),
        )

    def _not_listed(self, params: ListParams) -> list[str]:
        if params.offset or params.state not in (None, "uninstalled"):
            return []
        return manifests.not_listed(self.env, params.search or "")[: params.limit]

    def _module_domain(self, params: ListParams) -> list[Any]:
        domain: list[Any] = []
        if params.state:
            domain.append(("state", "=", self._module_state(params.state)))
        if params.search:
            fields = ("name", "shortdesc", "summary")
            domain += ["|"] * (len(fields) - 1)
            domain += [(field, "ilike", params.search) for field in fields]
        return domain

    def _module_state(self, name: str) -> str:
        states = dict(self.env["ir.module.module"]._fields["state"].selection)
        state = name.replace("_", " ").lower()
        if state not in states:
            raise ToolError(
                self.env._(
                    "There is no state %(state)s; there are %(states)s.",
                    state=name,
                    states=", ".join(states),
                )
            )
        return state

    def _listed(self, name: str) -> models.BaseModel:
        """The module as Odoo lists it; empty for one that it does not."""
        # sudo: only settings managers read modules, developers manage them
        return self.env["ir.module.module"].sudo().search([("name", "=", name)])

    def _module_state_of(self, name: str) -> str:
        """The state of a module, or what it is when Odoo does not list it yet."""
        if module := self._listed(name):
            return module.state
        return "uninstalled" if manifests.read(self.env, name) else "unknown"

    def _manifest(self, name: str) -> dict[str, Any]:
        """The manifest of a module that Odoo does not list, or an error: none is there."""
        manifest = manifests.read(self.env, name)
        return self._module_named(name) if manifest is None else manifest

    def _module_named(self, name: str) -> models.BaseModel:
        module = self._listed(name)
        if module:
            return module
        names = module.search([("name", "=like", f"{name[:1]}%")]).mapped("name")
        near = nearest(name, names)
        message = self.env._("There is no module %s on the addons path.", name)
        hint = self.env._("Near: %s.", near) if near else ""
        raise ToolError(f"{message} {hint}".strip())


def _installable(manifest: dict[str, Any]) -> bool:
    return bool(manifest.get("installable", True))


def _row(module: models.BaseModel) -> dict[str, Any]:
    """A module as a row; only installed ones have a version."""
    row = {"name": module.name, "title": module.shortdesc, "state": module.state}
    version = module.latest_version
    return {**row, "version": version} if version else row
