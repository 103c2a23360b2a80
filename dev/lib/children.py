"""Programs that we start and that must not outlive us."""

from __future__ import annotations

import signal
import subprocess
from types import FrameType
from typing import Any, NoReturn

_running: set[subprocess.Popen] = set()
_ending = False


def start(command: list[str], **options: Any) -> subprocess.Popen:
    """Start a program; ``ended`` is to be called for it in the end.

    Raises:
        SystemExit: we are about to end.
    """
    if _ending:
        raise SystemExit("interrupted")
    process = subprocess.Popen(command, **options)
    _running.add(process)
    return process


def ended(process: subprocess.Popen) -> None:
    """See to it that ``process`` has ended."""
    if process.poll() is None:
        process.kill()
        process.wait()
    _running.discard(process)


def run(command: list[str], **options: Any) -> int:
    """Run ``command`` to its end and answer its exit code."""
    process = start(command, **options)
    try:
        return process.wait()
    finally:
        ended(process)


def end_with_us() -> None:
    """From now on a signal that ends us ends them first, on whatever thread they are."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    global _ending
    _ending = True
    for process in list(_running):
        process.kill()
    raise KeyboardInterrupt
