"""An Odoo that listens, as a child of ours that ends with us."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from . import children
from .instance import Instance

START_SECONDS = 180
# a worker takes seconds of a processor to forget a registry
STOP_SECONDS = 120


@contextmanager
def serving(instance: Instance, port: int) -> Iterator[subprocess.Popen]:
    """Start a server, wait until it answers, and stop it afterwards.

    Raises:
        SystemExit: it ended, did not answer, or did not stop when asked to.
    """
    instance.log.write_text("")
    # what Odoo does not log but prints is added to its log
    with instance.log.open("a") as log:
        process = _start(instance, port, log)
        try:
            _wait(process, f"http://127.0.0.1:{port}/web/health", instance)
            yield process
        finally:
            stopped = _stop(process)
    if not stopped:
        raise SystemExit(f"Odoo did not stop in {STOP_SECONDS} s, see {instance.log}")


def _stop(process: subprocess.Popen) -> bool:
    """Ask it to end as Ctrl-C does; False when it did not and had to be killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return False
    finally:
        children.ended(process)
    return True


def _start(instance: Instance, port: int, log: IO[str]) -> subprocess.Popen:
    # a session of its own: Ctrl-C in the terminal reaches it through us alone
    return children.start(
        instance.command(f"--http-port={port}", f"--logfile={instance.log}"),
        env=instance.environment(),
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait(process: subprocess.Popen, url: str, instance: Instance) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        answers = _answers(url)
        # somebody else may answer on its port while it ends
        if process.poll() is not None:
            tail = instance.log.read_text(errors="replace")[-4000:]
            raise SystemExit(f"{tail}\nOdoo ended, see {instance.log}")
        if answers:
            return
        time.sleep(0.2)
    raise SystemExit(f"Odoo did not answer in {START_SECONDS} s, see {instance.log}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
