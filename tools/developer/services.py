from __future__ import annotations

import enum
from typing import Any

from odoo import models

from ...services import settings
from ...services.answers.lean import GivenResult
from ...services.declarations import (
    Effect,
    Field,
    Params,
    Result,
    mcp_resource,
    mcp_tool,
)
from ...services.errors import ToolError
from ...services.external_effect import nothing_done_on_error
from ...services.server import log_files, service_control, system


class ServiceAction(str, enum.Enum):
    status = "status"
    logs = "logs"
    start = "start"
    stop = "stop"
    restart = "restart"


EFFECTS = {
    "status": Effect.READ,
    "logs": Effect.READ,
    "start": Effect.EXECUTE,
    "stop": Effect.EXECUTE,
    "restart": Effect.EXECUTE,
}


class ServiceParams(Params):
    service: str = Field("odoo", description="odoo, postgresql or nginx.")
    action: ServiceAction = Field(ServiceAction.status, description="What to do.")
    log_lines: int = Field(50, ge=1, le=2000, description="Lines for action logs.")


class ServiceAnswer(GivenResult):
    service: str
    action: str
    running: bool | None = None
    state: str | None = Field(None, description="What systemd says, where it is there.")
    processes: list[dict[str, Any]] | None = None
    log_lines: list[str] | None = None
    line_count: int | None = None
    note: str | None = None

    def text(self) -> str | None:
        if self.log_lines is None:
            return None
        return log_files.Tail(self.log_lines, self.note).text()


class SystemFacts(Result):
    system: dict[str, Any]


class ServiceTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        ("action", EFFECTS),
        external=True,
        log={"SERVICE": "service", "ACTION": "action"},
    )
    def _mcp_service_status(self, params: ServiceParams) -> ServiceAnswer:
        """Look at a service of the server, read its log, or start and stop it."""
        with nothing_done_on_error():
            self._check_service(params.service)
        if params.action == ServiceAction.logs:
            tail = log_files.tail(self.env, params.service, params.log_lines)
            return ServiceAnswer(
                service=params.service,
                action=params.action.value,
                log_lines=tail.lines,
                line_count=len(tail.lines),
                note=tail.note,
            )
        note = None
        if params.action != ServiceAction.status:
            action = params.action.value
            note = service_control.act(self.env, params.service, action)
        return self._state(params, note)

    @mcp_resource("odoo://logs/{service}", mime_type="text/plain")
    def _mcp_service_logs(self, service: str) -> str:
        """The last lines of a service's log."""
        self._check_service(service)
        return log_files.tail(self.env, service, 200).text()

    @mcp_resource("odoo://system")
    def _mcp_system(self) -> SystemFacts:
        """Memory, disk, load, versions, workers and uptime of the server."""
        return SystemFacts(system=system.facts(self.env))

    def _preview_service_status(self, params: ServiceParams) -> str:
        self._check_service(params.service)
        service_control.check(self.env, params.service, params.action.value)
        said = self.env._(
            "Would %(action)s the service %(service)s.",
            action=params.action.value,
            service=params.service,
        )
        if params.service != "postgresql" or params.action == ServiceAction.start:
            return said
        return f"{said} {self.env._('Odoo and this server cannot work without it.')}"

    def _state(self, params: ServiceParams, note: str | None) -> ServiceAnswer:
        found = [
            system.process_facts(self.env, p) for p in system.named(params.service)
        ]
        looks = params.action == ServiceAction.status
        elsewhere = looks and params.service == "postgresql" and not found
        if elsewhere:
            note = self.env._("It answers Odoo; its processes are not on this machine.")
        return ServiceAnswer(
            service=params.service,
            action=params.action.value,
            running=bool(found) or elsewhere,
            state=service_control.unit_state(params.service),
            processes=found,
            note=note,
        )

    def _check_service(self, service: str) -> None:
        allowed = (settings.get(self.env, "allowed_services") or "").split(",")
        if service not in [name.strip() for name in allowed]:
            raise ToolError(
                self.env._(
                    "%(service)s is not among the allowed services (%(allowed)s); see "
                    "the setting mcp.allowed_services.",
                    service=service,
                    allowed=", ".join(allowed),
                )
            )
