"""Installing and upgrading modules in a second Odoo process.

Inside a request it would commit what is pending, block other requests, and answer
"error" while modules were installed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path

import psutil
from packaging.requirements import InvalidRequirement, Requirement

import odoo
from odoo import api
from odoo.modules.module import get_manifest, get_module_path
from odoo.modules.registry import Registry

from . import commands, odoo_process
from .errors import ToolError
from .log import logger
from .own_cursor import own_cursor
from .supervised import require_permission

_logger = logger(__name__)
LOCK = "SELECT pg_try_advisory_lock(hashtext('odoo_mcp.modules'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('odoo_mcp.modules'))"
AWAITED_S = 90
MOST_S = 3600
TAIL = 60


class Change:
    """One installation or upgrade; ``done`` is set when its process has ended."""

    def __init__(self, database: str, job_id: int, flag: str, module: str) -> None:
        self.database, self.job_id = database, job_id
        self.flag, self.module = flag, module
        self.done = threading.Event()
        self.problem: str | None = None

    def run(self) -> None:
        try:
            with odoo.sql_db.db_connect(self.database).cursor() as lock:
                lock.execute(LOCK)
                if lock.fetchone()[0]:
                    lock.commit()
                    self._install()
                    lock.execute(UNLOCK)
                else:
                    self.problem = "Another module change is under way."
        except Exception as error:
            _logger.exception("module change of %s", self.module)
            self.problem = f"{type(error).__name__}: {error}"
        finally:
            self._finish()
            self.done.set()

    def _install(self) -> None:
        arguments = (self.flag, self.module, "--stop-after-init", "-d", self.database)
        finished = commands.run(
            odoo_process.command("server", *arguments, *odoo_process.options()),
            timeout=MOST_S,
            env=odoo_process.environment(),
            keep=4 * 1024 * 1024,
        )
        text = finished.stderr.text + finished.stdout.text
        self.tail = "\n".join(deque(text.splitlines(), TAIL))
        if finished.exit_code or " CRITICAL " in text:
            self.problem = finished.error or _why(text) or "The installation failed."

    def _finish(self) -> None:
        state = "failed" if self.problem else "done"
        with suppress(Exception), own_cursor(Registry(self.database)) as cr:
            cr.execute(
                "UPDATE mcp_job SET state = %s, progress = 1, result = %s, "
                "log_tail = %s WHERE id = %s",
                [
                    state,
                    json.dumps({"module": self.module, "problem": self.problem}),
                    getattr(self, "tail", "")[-4000:],
                    self.job_id,
                ],
            )


def change(env: api.Environment, flag: str, module: str, title: str) -> Change:
    """Start ``-i`` or ``-u`` of ``module`` and wait for it a while.

    The request's transaction ends first: an open one blocks the child's
    ``ALTER TABLE``.
    """
    require_permission(env)
    job_id = env["mcp.job"]._start(title)
    work = Change(env.cr.dbname, job_id, flag, module)
    env.cr.commit()
    threading.Thread(target=work.run, daemon=True, name="mcp.modules").start()
    work.done.wait(AWAITED_S)
    if work.problem:
        raise ToolError(f"{title}: {work.problem}", job_id=job_id)
    return work


def missing_python(module: str) -> list[str]:
    """Python packages that the manifest of ``module`` names and this server lacks."""
    wanted = (get_manifest(module).get("external_dependencies") or {}).get("python", [])
    return [name for name in wanted if not _has(name)]


def _has(name: str) -> bool:
    try:
        requirement = Requirement(name)
        version = importlib.metadata.version(requirement.name)
        return requirement.specifier.contains(version)
    except (InvalidRequirement, importlib.metadata.PackageNotFoundError):
        return importlib.util.find_spec(name.split(".")[0]) is not None


def _why(text: str) -> str | None:
    """The last line of the last traceback."""
    lines = [line for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line[:1].isalpha() and "Error" in line]
    return errors[-1][:500] if errors else None


def restart_required(module: str) -> bool:
    """Whether Python files of ``module`` are newer than this process."""
    started = psutil.Process().create_time()
    folder = Path(get_module_path(module) or "/nonexistent")
    return any(file.stat().st_mtime > started for file in folder.rglob("*.py"))
