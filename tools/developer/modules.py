from __future__ import annotations

import difflib
from typing import Any

from odoo import models

from ...services import modules
from ...services.declarations import (
    Effect,
    Field,
    Params,
    Result,
    mcp_resource,
    mcp_tool,
)
from ...services.errors import ToolError


class ListParams(Params):
    state: str | None = Field(
        None, description="installed, uninstalled, to upgrade, to install, …"
    )
    search: str | None = Field(None, description="Part of the name or the summary.")
    limit: int = Field(100, ge=1, le=1000, description="Modules at most.")


class Modules(Result):
    modules: list[dict[str, Any]]
    total_count: int
    returned_count: int


class ModuleParams(Params):
    module_name: str = Field(
        description="Technical name, e.g. crm.", pattern=r"^[a-zA-Z0-9_]{1,100}$"
    )


class ModuleInfo(Result):
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


class ModuleChange(Result):
    name: str
    state: str = Field(description="The state read after the change.")
    installed_version: str | None
    job_id: int | None = Field(None, description="Poll it with get_job while it runs.")
    restart_required: bool = Field(
        False, description="Python files are newer than this server's process."
    )


class ModuleTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(Effect.READ, log={"STATE": "state", "SEARCH": "search"})
    def _mcp_list_modules(self, params: ListParams) -> Modules:
        """List Odoo modules with their states."""
        domain = []
        if params.state:
            domain.append(("state", "=", params.state.replace("_", " ")))
        if params.search:
            fields = ("name", "shortdesc", "summary")
            matches = [(field, "ilike", params.search) for field in fields]
            domain += ["|"] * (len(fields) - 1) + matches
        # sudo: only settings managers read modules, developers manage them
        found = self.env["ir.module.module"].sudo()
        rows = found.search(domain, limit=params.limit, order="name")
        listed = [
            {
                "name": module.name,
                "title": module.shortdesc,
                "state": module.state,
                "version": module.latest_version or None,
            }
            for module in rows
        ]
        total = found.search_count(domain)
        return Modules(modules=listed, total_count=total, returned_count=len(listed))

    @mcp_tool(Effect.READ, log={"MODULE": "module_name"})
    def _mcp_get_module_info(self, params: ModuleParams) -> ModuleInfo:
        """Describe one Odoo module: state, versions, dependencies and theirs."""
        module = self._module_named(params.module_name)
        return ModuleInfo(
            name=module.name,
            title=module.shortdesc,
            summary=module.summary or None,
            state=module.state,
            installed_version=module.latest_version or None,
            available_version=module.installed_version or None,
            author=module.author or None,
            license=module.license or None,
            application=module.application,
            dependencies=[
                {"name": d.name, "state": d.state} for d in module.dependencies_id
            ],
            missing_python=modules.missing_python(module.name),
        )

    @mcp_tool(Effect.EXECUTE, external=True, log={"MODULE": "module_name"})
    def _mcp_install_module(self, params: ModuleParams) -> ModuleChange:
        """Install an Odoo module, with what it depends on.

        It runs in a second process; when that takes long, the answer is a job to
        poll with get_job.
        """
        module = self._module_named(params.module_name)
        if module.state == "installed":
            return self._changed(module.name, None)
        if module.state == "uninstallable":
            raise ToolError(f"{module.name} cannot be installed on this Odoo.")
        if missing := modules.missing_python(module.name):
            raise ToolError(
                f"{module.name} needs Python packages that are not installed: "
                f"{', '.join(missing)}."
            )
        return self._change("-i", module.name, "Install")

    @mcp_tool(Effect.EXECUTE, external=True, log={"MODULE": "module_name"})
    def _mcp_upgrade_module(self, params: ModuleParams) -> ModuleChange:
        """Upgrade an installed Odoo module and what depends on it."""
        module = self._module_named(params.module_name)
        if module.state not in ("installed", "to upgrade"):
            raise ToolError(f"{module.name} is {module.state}; only installed ones.")
        return self._change("-u", module.name, "Upgrade")

    @mcp_resource("odoo://modules")
    def _mcp_modules(self) -> Modules:
        """The installed modules."""
        return self._mcp_list_modules(ListParams(state="installed", limit=1000))

    def _preview_install_module(self, params: ModuleParams) -> str:
        module = self._module_named(params.module_name)
        # sudo: as for the list
        new = module.upstream_dependencies(
            exclude_states=("installed", "uninstallable")
        )
        names = ", ".join(sorted({module.name, *new.mapped("name")}))
        return f"Would install in {self.env.cr.dbname}: {names}."

    def _preview_upgrade_module(self, params: ModuleParams) -> str:
        module = self._module_named(params.module_name)
        after = module.downstream_dependencies().mapped("name")
        names = ", ".join(sorted({module.name, *after}))
        return f"Would upgrade in {self.env.cr.dbname}: {names}."

    def _change(self, flag: str, name: str, verb: str) -> ModuleChange:
        work = modules.change(self.env, flag, name, f"{verb} {name}")
        if not work.done.is_set():
            return self._changed(name, work.job_id)
        # the child changed the registry: this process must see it before it answers
        self.env.registry.check_signaling()
        self.env.invalidate_all(flush=False)
        return self._changed(name, work.job_id, verified=flag == "-i")

    def _changed(
        self, name: str, job_id: int | None, *, verified: bool = False
    ) -> ModuleChange:
        module = self._module_named(name)
        if verified and module.state != "installed":
            raise ToolError(f"{name} is {module.state} after the installation.")
        return ModuleChange(
            name=name,
            state=module.state,
            installed_version=module.latest_version or None,
            job_id=job_id,
            restart_required=modules.restart_required(name),
        )

    def _module_named(self, name: str) -> models.BaseModel:
        # sudo: only settings managers read modules, developers manage them
        found = self.env["ir.module.module"].sudo()
        module = found.search([("name", "=", name)])
        if not module:
            names = found.search([("name", "=like", f"{name[:1]}%")]).mapped("name")
            near = difflib.get_close_matches(name, names, 3)
            hint = f" Near: {', '.join(near)}." if near else ""
            raise ToolError(f"There is no module {name} on the addons path.{hint}")
        return module
