"""Facts of the machine and of Odoo's processes, by psutil."""

from __future__ import annotations

import logging
import os
import platform
import sys
import time
from datetime import datetime
from typing import Any

import psutil

import odoo
from odoo import api
from odoo.tools import config

from ..orm.moments import zone
from ..supervised import SUPERVISOR


def facts(env: api.Environment) -> dict[str, Any]:
    """Memory, disk, load, versions, workers and uptime; bytes and seconds."""
    memory, disk = psutil.virtual_memory(), psutil.disk_usage(config["data_dir"])
    env.cr.execute("SHOW server_version")
    return {
        "os": platform.platform(),
        "cpu_count": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "memory": {"total": memory.total, "available": memory.available},
        "disk": {"total": disk.total, "free": disk.free},
        "python": sys.version.split()[0],
        "postgresql": env.cr.fetchone()[0],
        "odoo": odoo.release.version,
        "workers": config["workers"],
        "uptime_s": round(time.time() - started_at()),
        "processes": [process_facts(env, p) for p in odoo_processes()],
    }


def process_facts(env: api.Environment, process: psutil.Process) -> dict[str, Any]:
    """Id, state, memory and start of one process, in the caller's time zone.

    Of Odoo's main process the last restart, which keeps the process.
    """
    with process.oneshot():
        began = process.create_time()
        if process == _main_process():
            began = max(began, started_at())
        started = datetime.fromtimestamp(began, zone(env))
        return {
            "pid": process.pid,
            "name": process.name(),
            "status": process.status(),
            "memory_rss": process.memory_info().rss,
            "started_at": started.isoformat(timespec="seconds"),
        }


def started_at() -> float:
    """When Odoo was started or restarted last, in seconds of the epoch.

    Not when a process began: a restart by SIGHUP keeps the process, and workers come
    and go. Python's logging begins anew with Odoo, and workers inherit its time.
    """
    record = logging.makeLogRecord({})
    return record.created - record.relativeCreated / 1000


def odoo_processes() -> list[psutil.Process]:
    """This Odoo's main process and its workers, not what these run for a call."""
    main = _main_process()
    return [main, *(child for child in main.children() if _is_worker(child))]


def _is_worker(process: psutil.Process) -> bool:
    try:
        # what has ended, and nobody has asked how, has no command line
        line = process.cmdline()
        return bool(line) and str(SUPERVISOR) not in line
    except psutil.Error:
        return False


def main_environment() -> dict[str, str]:
    """The environment that Odoo's main process was started with."""
    return _main_process().environ()


def _main_process() -> psutil.Process:
    own = psutil.Process()
    if config["workers"] and own.parent() and _is_odoo(own.parent()):
        return own.parent()
    return own


def _is_odoo(process: psutil.Process) -> bool:
    try:
        return process.cmdline()[:3] == psutil.Process().cmdline()[:3]
    except psutil.Error:
        return False


def named(name: str) -> list[psutil.Process]:
    """The topmost processes of a program; for Odoo its own ones."""
    if name == "odoo":
        return odoo_processes()
    wanted = {"postgresql": ("postgres",), "nginx": ("nginx",)}.get(name, (name,))
    found = [
        p for p in psutil.process_iter(["name", "ppid"]) if p.info["name"] in wanted
    ]
    pids = {p.pid for p in found}
    return [p for p in found if p.info["ppid"] not in pids]
