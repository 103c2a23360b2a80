from __future__ import annotations

from typing import Any

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.call import Call
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.external_effect import nothing_done_on_error
from ...services.server import manifests, modules
from .modules import ModuleParams


class ModuleChange(LeanResult):
    OPTIONAL = ("note",)

    name: str
    state: str = Field(description="The state read after the change.")
    installed_version: str | None
    job_id: int | None = Field(None, description="Poll it with get_job while it runs.")
    restart_required: bool = Field(
        False, description="Odoo has imported older Python files of it."
    )
    note: str | None = None


class ModuleChangeTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(Effect.EXECUTE, external=True, log={"MODULE": "module_name"})
    def _mcp_install_module(self, params: ModuleParams, call: Call) -> ModuleChange:
        """Install an Odoo module, with what it depends on.

        It runs in a second process; when that takes long, the answer is a job to
        poll with get_job.
        """
        with nothing_done_on_error():
            new = self._to_install(params)
        if not new:
            return self._module_changed(params.module_name)
        return self._change_module("-i", params.module_name, "Install", call)

    @mcp_tool(Effect.EXECUTE, external=True, log={"MODULE": "module_name"})
    def _mcp_upgrade_module(self, params: ModuleParams, call: Call) -> ModuleChange:
        """Upgrade an installed Odoo module and what depends on it."""
        with nothing_done_on_error():
            self._to_upgrade(params)
        return self._change_module("-u", params.module_name, "Upgrade", call)

    def _preview_install_module(self, params: ModuleParams) -> str:
        if not (new := self._to_install(params)):
            return self.env._(
                "%s is installed already; nothing would be done.", params.module_name
            )
        return self.env._(
            "Would install in %(database)s: %(names)s.",
            database=self.env.cr.dbname,
            names=", ".join(sorted(new)),
        )

    def _preview_upgrade_module(self, params: ModuleParams) -> str:
        changed = self._to_upgrade(params)
        return self.env._(
            "Would upgrade in %(database)s: %(names)s.",
            database=self.env.cr.dbname,
            names=", ".join(sorted(changed.mapped("name"))),
        )

    def _to_install(self, params: ModuleParams) -> dict[str, models.BaseModel]:
        """The modules to install, checked; none if it is installed already."""
        if not self._listed(params.module_name):
            self._manifest(params.module_name)
        new = self._new_with(params.module_name)
        for name, module in new.items():
            if why := self._hindrance(name, module):
                raise ToolError(f"{name}: {why}")
        if new:
            self._check_leftovers(self.env["ir.module.module"].concat(*new.values()))
        return new

    def _new_with(self, name: str) -> dict[str, models.BaseModel]:
        """What is installed together with a module; no row for what is not listed."""
        new: dict[str, models.BaseModel] = {}
        waiting = [name]
        while waiting:
            name = waiting.pop()
            module = self._listed(name)
            is_known = module.state != "installed" if module else self._on_disk(name)
            if name not in new and is_known:
                new[name] = module
                waiting += self._needs(name, module)
        return new

    def _on_disk(self, name: str) -> bool:
        return manifests.read(self.env, name) is not None

    def _needs(self, name: str, module: models.BaseModel) -> list[str]:
        if module:
            return module.dependencies_id.mapped("name")
        return manifests.depends(self._manifest(name))

    def _to_upgrade(self, params: ModuleParams) -> models.BaseModel:
        """The module and what depends on it, checked."""
        module = self._listed(params.module_name)
        if module.state not in ("installed", "to upgrade"):
            raise ToolError(
                self.env._(
                    "%(name)s is %(state)s; only installed modules are upgraded.",
                    name=params.module_name,
                    state=self._known_state(params.module_name),
                )
            )
        changed = module | module.downstream_dependencies()
        self._check_leftovers(changed)
        return changed

    def _hindrance(self, name: str, module: models.BaseModel) -> str | None:
        """Why a module cannot be installed here, which Odoo would say half way."""
        if not self._may_be_installed(name, module):
            return self.env._("It cannot be installed on this Odoo.")
        unknown = [
            n
            for n in self._needs(name, module)
            if not self._listed(n) and not self._on_disk(n)
        ]
        if unknown:
            return self.env._(
                "It needs modules that are not there: %s.", ", ".join(unknown)
            )
        if names := ", ".join(modules.missing_python(self.env, name)):
            return self.env._(
                "It needs Python packages that are not installed: %s.", names
            )
        return None

    def _may_be_installed(self, name: str, module: models.BaseModel) -> bool:
        if module:
            return module.state != "uninstallable"
        return bool(self._manifest(name).get("installable", True))

    def _known_state(self, name: str) -> str:
        """The state of a module that there is, or an error."""
        if not self._listed(name):
            self._manifest(name)
        return self._module_state_of(name)

    def _check_leftovers(self, changed: models.BaseModel) -> None:
        """Refuse while changes wait that somebody else has scheduled or left half done."""
        marked = [("state", "in", ("to install", "to upgrade", "to remove"))]
        ours = changed.filtered(lambda module: module.state != "to remove")
        if others := changed.search(marked) - ours:
            names = ", ".join(f"{m.name} ({m.state})" for m in others)
            raise ToolError(
                self.env._(
                    "Other modules are marked for a change: %s. It would be carried "
                    "out as well: finish it first with upgrade_module or "
                    "install_module, or cancel it in Apps.",
                    names,
                )
            )

    def _change_module(
        self, flag: str, name: str, verb: str, call: Call
    ) -> ModuleChange:
        restart = modules.is_loaded(name) and modules.is_newer_than_server(name)
        work = modules.change(self.env, flag, name, f"{verb} {name}", call.progress)
        if work.done.is_set():
            # the child changed the registry: this process must see it now
            self.env.registry.check_signaling()
            self.env.invalidate_all(flush=False)
            self._check_changed(name, work)
        note = None if work.done.is_set() else self._under_way(work)
        facts = {"job_id": work.job_id, "restart_required": restart, "note": note}
        return self._module_changed(name, **facts)

    def _under_way(self, work: modules.Change) -> str:
        return self.env._(
            "The change is still under way, and state is that of now: get_job with "
            "job_id %s tells its end.",
            work.job_id,
        )

    def _check_changed(self, name: str, work: modules.Change) -> None:
        """Raise when the change failed, with the state that was reached."""
        state = self._module_state_of(name)
        if not work.problem and state == "installed":
            return
        reached = self.env._(
            "%(name)s is %(state)s after the change.", name=name, state=state
        )
        log = self.env._("get_job with this job_id shows the end of its log.")
        text = f"{work.problem or ''}\n{reached} {log}".strip()
        raise ToolError(text, job_id=work.job_id)

    def _module_changed(self, name: str, **facts: Any) -> ModuleChange:
        module = self._listed(name)
        return ModuleChange(
            name=name,
            state=self._module_state_of(name),
            installed_version=module.latest_version or None,
            **facts,
        )
