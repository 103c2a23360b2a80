"""Installing and upgrading modules in a second Odoo process.

Inside a request it would commit what is pending, block other requests, and answer
"error" while modules were installed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from odoo import api
from odoo.modules.module import get_module_path
from odoo.tools import config

from ..errors import ToolError
from ..stopping import under_way
from ..supervised import require_permission
from . import manifests, system
from .module_change import Change

AWAITED_S = 90
SPARE_S = 30
LOOK_S = 1.0


def change(
    env: api.Environment,
    flag: str,
    module: str,
    title: str,
    tell: Callable[[float, float, str], None],
) -> Change:
    """Start ``-i`` or ``-u`` of ``module``, and wait for its end for a while.

    Args:
        tell: called while we wait with the progress, 1 (its end) and the module's name.

    Returns:
        The change: ``done`` or still under way.

    Raises:
        ToolError: no process may be started here, or the request has written.
    """
    require_permission(env)
    _end_transaction(env)
    work = Change(env.cr.dbname, env["mcp.job"]._start(title), flag, module)
    threading.Thread(target=work.run, daemon=True, name="mcp.modules").start()
    _wait(work, tell)
    return work


def _end_transaction(env: api.Environment) -> None:
    """End the request's transaction, which would block ``ALTER TABLE`` in the child.

    Refused where the request has written something, which would be committed by that.
    """
    env.flush_all()
    env.cr.execute("SELECT txid_current_if_assigned()")
    if env.cr.fetchone()[0]:
        raise ToolError(
            env._("The request has already written; change modules in one of its own.")
        )
    env.cr.rollback()


def _wait(work: Change, tell: Callable[[float, float, str], None]) -> None:
    deadline, told = time.monotonic() + _awaited(), 0.0
    while not work.done.wait(LOOK_S) and time.monotonic() < deadline:
        # only the call is stopped: half a change of modules would leave Odoo broken
        under_way.check()
        if work.progress > told:
            told = work.progress
            tell(told, 1.0, work.module)


def _awaited() -> float:
    """Seconds to wait; Odoo ends the worker when a request takes too long."""
    limit = config["limit_time_real"]
    return min(AWAITED_S, max(1, limit - SPARE_S)) if limit else AWAITED_S


def missing_python(env: api.Environment, module: str) -> list[str]:
    """Python packages that the manifest of ``module`` names and this server lacks."""
    manifest = manifests.read(env, module) or {}
    wanted = (manifest.get("external_dependencies") or {}).get("python", [])
    return [name for name in wanted if not _has(name)]


def _has(name: str) -> bool:
    try:
        requirement = Requirement(name)
        version = importlib.metadata.version(requirement.name)
        return requirement.specifier.contains(version)
    except (InvalidRequirement, importlib.metadata.PackageNotFoundError):
        return importlib.util.find_spec(name.split(".")[0]) is not None


def is_loaded(module: str) -> bool:
    """Whether this process has imported ``module``, for whatever database."""
    return f"odoo.addons.{module}" in sys.modules


def is_newer_than_server(module: str) -> bool:
    """Whether Python files of ``module`` changed since Odoo started.

    A worker that is younger than Odoo may have inherited what its parent imported.
    """
    started = system.started_at()
    folder = Path(get_module_path(module) or "/nonexistent")
    files = (f for f in folder.rglob("*.py") if f.name != manifests.FILE)
    return any(file.stat().st_mtime > started for file in files)
