"""Runs a program to its end: clean environment, bounded time and output.

This module runs what it is given, so only fixed programs of our own (``journalctl``)
come here directly. What a caller chose comes through ``asked_commands``, which checks
that Odoo may start programs at all.
"""

from __future__ import annotations

import codecs
import os
import pwd
import selectors
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..stopping import under_way
from ..supervised import Limits, Report, Supervised

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TIMED_OUT = -1
GRACE_SECONDS = 0.5
WATCH_SECONDS = 1.0
CHUNK = 65536


@dataclass
class Captured:
    """What a program wrote to one stream.

    Attributes:
        kept: its first bytes.
        limit: how many bytes are kept.
        total: how many it wrote while somebody read.
    """

    limit: int
    kept: bytearray = field(default_factory=bytearray)
    total: int = 0

    def add(self, chunk: bytes) -> None:
        self.total += len(chunk)
        self.kept += chunk[: max(0, self.limit - len(self.kept))]

    @property
    def cut(self) -> bool:
        """Whether there was more than is kept."""
        return self.total > len(self.kept)

    @property
    def text(self) -> str:
        """What is kept; a character that the limit cut in two is left out."""
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        return decoder.decode(bytes(self.kept), final=not self.cut)


@dataclass(frozen=True)
class Finished:
    """A program that has run.

    Attributes:
        exit_code: ``TIMED_OUT`` (-1), ``NOT_STARTED`` (-2), or the program's own,
            128 + n after signal n.
        error: why it could not start.
        duration_ms: wall time.
    """

    stdout: Captured
    stderr: Captured
    exit_code: int
    error: str | None
    duration_ms: int

    @property
    def timed_out(self) -> bool:
        return self.exit_code == TIMED_OUT


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A new environment that takes over nothing of Odoo's, hence no password."""
    user = pwd.getpwuid(os.geteuid())
    return {
        "PATH": PATH,
        "HOME": user.pw_dir,
        "USER": user.pw_name,
        "LOGNAME": user.pw_name,
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        **(extra or {}),
    }


def shell(command: str) -> list[str]:
    """The argument list that runs ``command``: bash where there is one, else sh."""
    return [shutil.which("bash", path=PATH) or "/bin/sh", "-c", command]


def run(
    argv: list[str],
    *,
    timeout: float,
    cwd: str | int = "/",
    env: Mapping[str, str] | None = None,
    keep: int = 1024 * 1024,
    limits: Limits | None = None,
    watch: Callable[[float], None] | None = None,
) -> Finished:
    """Run a program and everything it starts; all of it has ended on return.

    Args:
        argv: absolute path of the program, and its arguments.
        timeout: seconds of wall time.
        cwd: its folder: a path or an open descriptor.
        env: what is added to ``environment()``.
        keep: bytes kept of each stream; the rest is read and dropped.
        limits: by default the processor time is bounded by the timeout.
        watch: called about every second with the seconds that have passed; what it
            raises ends the program.
    """
    started = time.monotonic()
    out, err = Captured(keep), Captured(keep)
    limits = limits or Limits(cpu_seconds=_processor_seconds(timeout))
    with Supervised(argv, env=environment(env), cwd=cwd, limits=limits) as program:
        reading = _Reading(program, out, err, watch)
        report = reading.until(started + timeout)
    return Finished(
        out, err, report.exit_code, report.error, _milliseconds_since(started)
    )


def _processor_seconds(timeout: float) -> int:
    """What a program could use at most on all processors in that time."""
    return int((timeout + 1) * (os.cpu_count() or 1))


class _Reading:
    """Reads what a program writes until it and its streams have ended."""

    def __init__(
        self,
        program: Supervised,
        out: Captured,
        err: Captured,
        watch: Callable[[float], None] | None,
    ):
        self.program, self.watch = program, watch
        self.streams = {program.stdout: out, program.stderr: err}
        self.begun = self.watched = time.monotonic()

    def until(self, deadline: float) -> Report:
        """Read until the program has ended; at the latest until ``deadline``.

        A descendant may keep the streams open for ever, so reading ends half a second
        after the main program.
        """
        report: Report | None = None
        with selectors.DefaultSelector() as selector:
            for stream, captured in self.streams.items():
                selector.register(stream, selectors.EVENT_READ, captured)
            selector.register(self.program.report, selectors.EVENT_READ)
            while selector.get_map():
                self._watch()
                remaining = deadline - time.monotonic()
                ready = selector.select(min(max(remaining, 0), WATCH_SECONDS))
                if any(key.data is None for key, _ in ready):
                    selector.unregister(self.program.report)
                    report = self.program.wait()
                    deadline = time.monotonic() + GRACE_SECONDS
                elif remaining <= 0:
                    break
                for key, _ in ready:
                    _read(selector, key)
        return report or Report(TIMED_OUT)

    def _watch(self) -> None:
        under_way.check()
        now = time.monotonic()
        if self.watch and now - self.watched >= WATCH_SECONDS:
            self.watched = now
            self.watch(now - self.begun)


def _read(selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
    if key.data is None:
        return
    if chunk := os.read(key.fd, CHUNK):
        key.data.add(chunk)
    else:
        selector.unregister(key.fileobj)


def _milliseconds_since(moment: float) -> int:
    return round((time.monotonic() - moment) * 1000)
