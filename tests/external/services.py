"""Odoo's own log, its restart, and Python in several workers, on a running server as
``dev/lib/external.py`` starts it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import requests
from _calls import (
    PREFORK,
    URL,
    answered,
    ask,
    post,
    python,
    run,
    until,
    until_answering,
)

MODE = "both"
RESTART_S = 240
START = ": Odoo version "


async def the_log_is_the_file_that_odoo_writes() -> None:
    """The line that Odoo writes of a request just made is among the last ones."""
    mark = f"mcp-log-{time.monotonic_ns()}"
    requests.get(f"{URL}/health", params={"mark": mark}, timeout=60)
    found = await answered("service_status", action="logs", log_lines=20)
    assert any(mark in line for line in found["log_lines"]), found["log_lines"]
    # more would be cut to the budget of an answer
    assert found["line_count"] == len(found["log_lines"]) == 20, found["line_count"]
    written = await log()
    assert found["log_lines"][0] in written
    assert START in written
    resource = post("resources/read", uri="odoo://logs/odoo")["contents"][0]["text"]
    assert found["log_lines"][-1].split(" ", 1)[0] in resource


async def odoo_restarts_after_it_has_answered() -> None:
    before = await starts()
    found = await answered("service_status", action="restart")
    assert found["running"] and "restarts" in found["note"], found
    begun = time.monotonic()
    # the process is the same and older; on 19.0 old workers answer a while
    while not await is_younger_than(begun):
        assert time.monotonic() < begun + RESTART_S, "it did not restart"
        await asyncio.sleep(0.5)
    # with workers there is one process more that says it
    assert await starts() > before


async def is_younger_than(begun: float) -> bool:
    # it may stop in the middle of a question
    with contextlib.suppress(requests.RequestException, ValueError, AssertionError):
        return await facts("uptime_s") <= time.monotonic() - begun
    return False


async def a_commit_reaches_the_caches_of_every_worker() -> None:
    code = "env['ir.config_parameter'].set_param('mcp.rate_shell', '%s')"
    await python(code % 200, commit=True)
    # the setting is read from the cached parameter of whichever worker answers
    for _ in range(8):
        assert await python("1 + 1") == 2


async def a_killed_worker_leaves_no_child() -> None:
    """Kill the worker that answers while its child sleeps."""
    seconds = f"120.{time.monotonic_ns() % 10**6}"
    code = f"import subprocess\nsubprocess.run(['sleep', '{seconds}'])"
    sleeping = asyncio.create_task(ask("odoo_shell", code=code, timeout=100))
    try:
        sleeper = await until(lambda: process_of("sleep", seconds))
        worker = [p for p in sleeper.parents() if is_odoo_worker(p)][-1]
        worker.send_signal(signal.SIGKILL)
        # before its own time would end it
        await until(lambda: not psutil.pid_exists(sleeper.pid), 60)
    finally:
        sleeping.cancel()
        with contextlib.suppress(BaseException):
            await sleeping
    await until_answering()


async def starts() -> int:
    """How often Odoo was started, by its log."""
    await until_answering()
    return (await log()).count(START)


async def log() -> str:
    """What Odoo wrote: the file that its own configuration names."""
    path = (await answered("read_config", key="logfile"))["config"]["logfile"]
    return Path(path).read_text(errors="replace")


async def facts(name: str) -> int:
    text = post("resources/read", uri="odoo://system")["contents"][0]["text"]
    return json.loads(text)["system"][name]


def process_of(*words: str) -> psutil.Process | None:
    for process in psutil.process_iter(["cmdline"]):
        if process.info["cmdline"] == list(words):
            return process
    return None


def is_odoo_worker(process: psutil.Process) -> bool:
    """A child of the server that listens; the server itself has no such parent."""
    line = " ".join(process.cmdline())
    port = f"--http-port={urlsplit(URL).port}"
    parent = process.parent()
    return port in line and bool(parent) and port in " ".join(parent.cmdline())


CHECKS = (
    a_commit_reaches_the_caches_of_every_worker,
    the_log_is_the_file_that_odoo_writes,
    *([a_killed_worker_leaves_no_child] if PREFORK else []),
    odoo_restarts_after_it_has_answered,
)


if __name__ == "__main__":
    assert os.environ["KEY"]
    sys.exit(run(CHECKS))
