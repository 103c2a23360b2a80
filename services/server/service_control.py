"""Starting and stopping services, where systemd is there to do it."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable

from odoo import api
from odoo.service import server

from ..errors import ToolError
from ..external_effect import nothing_done_on_error
from ..stopping import process_mark
from ..supervised import require_permission
from . import commands, system

TIMEOUT_S = 60
SOON_S = 1.0


def has_systemd() -> bool:
    """Whether systemd runs this machine, and can be asked."""
    return os.path.isdir("/run/systemd/system") and bool(_systemctl())


def unit_state(service: str) -> str | None:
    """What systemd says of the unit (``active``, ``inactive`` …), or None."""
    if not has_systemd():
        return None
    return commands.run(
        [_systemctl(), "is-active", service], timeout=10
    ).stdout.text.strip()


def check(env: api.Environment, service: str, action: str) -> None:
    """Refuse what ``act`` could not do, before anybody is asked about it.

    Raises:
        ToolError: systemd is not there, a job runs, or Odoo would not come back.
    """
    require_permission(env)
    ours = service == "odoo" and action != "start"
    if ours:
        _need_no_job(env)
    if not ours or action == "stop":
        _need_systemd(env, service)
    else:
        _need_server(env)
        _need_python(env)


def act(env: api.Environment, service: str, action: str) -> str | None:
    """Start, stop or restart a service; answer what the caller should know.

    Raises:
        ToolError: systemd is not there, or refuses.
    """
    check(env, service, action)
    if service == "odoo" and action != "start":
        return _act_on_ourselves(env, action)
    finished = commands.run([_systemctl(), action, service], timeout=TIMEOUT_S)
    if finished.exit_code:
        raise ToolError(finished.stderr.text.strip() or f"systemctl {action} failed")
    return None


def _act_on_ourselves(env: api.Environment, action: str) -> str:
    """Restart or stop Odoo itself, after the answer has been sent."""
    if action == "stop":
        # only queued: systemctl itself ends with Odoo's processes
        argv = [_systemctl(), "--no-block", "stop", "odoo"]
        _soon(lambda: commands.run(argv, timeout=TIMEOUT_S))
        return env._("Odoo stops in a moment; nobody can start it from here.")
    _soon(server.restart)
    return env._("Odoo restarts in a moment; the state is that of before.")


@nothing_done_on_error()
def _need_no_job(env: api.Environment) -> None:
    """Refuse while a job runs, which would end with Odoo, a module half installed."""
    # sudo: those of others count too
    running = env["mcp.job"].sudo().search([("state", "=", "running")])
    alive = running.filtered(lambda job: process_mark.is_here(job.process))
    if names := ", ".join(f"{job.name} ({job.id})" for job in alive):
        raise ToolError(
            env._("Jobs would be cut off: %s. Wait for their end (get_job).", names)
        )


@nothing_done_on_error()
def _need_server(env: api.Environment) -> None:
    if not server.server:
        raise ToolError(
            env._("This Odoo is not run by its own server; restart it there.")
        )


@nothing_done_on_error()
def _need_python(env: api.Environment) -> None:
    """Refuse where Odoo would not come back.

    It starts itself again as ``python``, which is looked for in its PATH. If that is
    not the one of Odoo's virtual environment, Odoo stops and cannot start.
    """
    name, folder = os.path.basename(sys.executable), os.path.dirname(sys.executable)
    found = shutil.which(name, path=system.main_environment().get("PATH"))
    in_venv = sys.prefix != sys.base_prefix
    if in_venv and (not found or not os.path.samefile(os.path.dirname(found), folder)):
        raise ToolError(
            env._(
                "Odoo would stop and not find its Python again: put %s first in the "
                "PATH that Odoo is started with, or restart it as a service.",
                folder,
            )
        )


def _soon(action: Callable[[], object]) -> None:
    timer = threading.Timer(SOON_S, action)
    timer.daemon = True
    timer.start()


@nothing_done_on_error()
def _need_systemd(env: api.Environment, service: str) -> None:
    if not has_systemd():
        raise ToolError(
            env._(
                "This machine has no systemd: %s cannot be started or stopped from "
                "here.",
                service,
            )
        )


def _systemctl() -> str:
    return shutil.which("systemctl", path=commands.PATH) or ""
