"""Starting and stopping services, where systemd is there to do it."""

from __future__ import annotations

import os
import shutil
import signal
import threading

import psutil

from odoo import api
from odoo.tools import config

from . import commands, system
from .errors import ToolError
from .supervised import require_permission

TIMEOUT_S = 60
SOON_S = 1.0


def has_systemd() -> bool:
    return os.path.isdir("/run/systemd/system") and bool(_systemctl())


def unit_state(service: str) -> str | None:
    """What systemd says of the unit (``active``, ``inactive`` …), or None."""
    if not has_systemd():
        return None
    return commands.run(
        [_systemctl(), "is-active", service], timeout=10
    ).stdout.text.strip()


def act(env: api.Environment, service: str, action: str) -> None:
    """Start, stop or restart a service.

    Raises:
        ToolError: systemd is not there, or refuses.
    """
    require_permission(env)
    if service == "odoo" and action == "restart":
        restart_odoo_soon()
        return
    if not has_systemd():
        raise ToolError(
            f"This machine has no systemd: {service} cannot be {_past(action)} from here."
        )
    finished = commands.run([_systemctl(), action, service], timeout=TIMEOUT_S)
    if finished.exit_code:
        raise ToolError(finished.stderr.text.strip() or f"systemctl {action} failed")


def restart_odoo_soon() -> None:
    """Restart Odoo by its own signal, after this answer was sent."""
    processes = system.odoo_processes()
    main = processes[0]
    if not config["workers"] and threading.active_count() and os.getpid() != main.pid:
        raise ToolError("The main process of this Odoo is not known.")
    timer = threading.Timer(SOON_S, _hang_up, [main.pid])
    timer.daemon = True
    timer.start()


def _hang_up(pid: int) -> None:
    """SIGHUP makes Odoo's servers restart themselves (odoo/service/server.py)."""
    try:
        psutil.Process(pid).send_signal(signal.SIGHUP)
    except psutil.Error:
        return


def _systemctl() -> str:
    return shutil.which("systemctl", path=commands.PATH) or ""


def _past(action: str) -> str:
    return {"start": "started", "stop": "stopped", "restart": "restarted"}[action]
