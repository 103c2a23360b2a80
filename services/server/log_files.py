"""The last lines of a service's log: journald's where there is one, else its file."""

from __future__ import annotations

import glob
import os
import shutil
from dataclasses import dataclass

from odoo import api
from odoo.tools import config

from .. import files
from ..answers import fitting
from ..audit.masking import masked_lines, masked_text
from ..errors import ToolError
from . import commands

FILES = {
    "postgresql": "/var/log/postgresql/*.log",
    "nginx": "/var/log/nginx/error.log",
}
PACKED = (".gz", ".xz", ".bz2", ".zst")
# bytes that stand between two lines, in both halves of an answer
BETWEEN = 4


@dataclass(frozen=True)
class Tail:
    """The last lines of a log, oldest first, and what a reader must know of them."""

    lines: list[str]
    note: str | None = None

    def text(self) -> str:
        """The note, if there is one, and the lines."""
        return "\n".join([*([self.note] if self.note else []), *self.lines])


def tail(env: api.Environment, service: str, lines: int) -> Tail:
    """The last ``lines`` lines of a service's log, with secrets masked.

    Raises:
        ToolError: no log of this service can be read here.
    """
    path = _file(service)
    path, note = _not_rotated(env, path) if path else (None, None)
    found = _of_file(env, path, lines) if path else _of_journal(env, service, lines)
    kept, older = _newest(env, masked_lines(found))
    return Tail(kept, "\n".join(filter(None, (note, older))) or None)


def _newest(env: api.Environment, lines: list[str]) -> tuple[list[str], str | None]:
    """The newest lines that fit the answer, and what is said of the others."""
    left, kept = fitting.room(env), []
    longest = left // 4
    for line in reversed(lines):
        line = _cut(env, line, longest)
        left -= fitting.cost(line) + BETWEEN
        if left < 0:
            break
        kept.append(line)
    kept.reverse()
    missing = len(lines) - len(kept)
    return kept, _left_out(env, missing) if missing else None


def _cut(env: api.Environment, line: str, room: int) -> str:
    """``line``, or its beginning and how much is missing."""
    if fitting.cost(line) <= room:
        return line
    kept = fitting.beginning(line, room)
    count = len(line) - len(kept)
    return f"{kept} {env._('… cut by %(count)s characters', count=count)}"


def _left_out(env: api.Environment, count: int) -> str:
    return env._(
        "%(count)s older lines are left out: they are over mcp.answer_budget_kb. A "
        "command (tail, grep) reads further.",
        count=count,
    )


def _file(service: str) -> str | None:
    if service == "odoo":
        return config["logfile"] or None
    found = glob.glob(FILES.get(service, f"/var/log/{service}.log"))
    return max(found, key=os.path.getmtime) if found else None


def _not_rotated(env: api.Environment, path: str) -> tuple[str, str | None]:
    """The file to read, and a note: the older one while the new one has no line."""
    if os.path.exists(path) and os.path.getsize(path):
        return path, None
    older = [name for name in glob.glob(f"{glob.escape(path)}[.-]*") if _is_log(name)]
    if older:
        newest = max(older, key=os.path.getmtime)
        note = env._("The log was rotated and is empty; these lines are of %s.", newest)
        return newest, note
    return path, env._("The log is empty.") if os.path.exists(path) else None


def _is_log(path: str) -> bool:
    return not path.endswith(PACKED) and os.path.isfile(path)


def _of_file(env: api.Environment, path: str, lines: int) -> list[str]:
    opened = files.open_beneath(env, *os.path.split(os.path.realpath(path)))
    try:
        return files.tail_lines(opened, lines, cleaned=masked_text)
    finally:
        os.close(opened)


def _of_journal(env: api.Environment, service: str, lines: int) -> list[str]:
    journal = shutil.which("journalctl", path=commands.PATH)
    if not journal or not os.path.isdir("/run/systemd/system"):
        raise ToolError(
            env._(
                "No log of %s is known here: it has no log file and this machine no "
                "journal. Start Odoo with logfile set to read its log.",
                service,
            )
        )
    argv = [journal, "-u", service, "-n", str(lines), "-q", "--no-pager"]
    argv += ["-o", "short-iso"]
    finished = commands.run(argv, timeout=20)
    if finished.exit_code:
        raise ToolError(finished.stderr.text.strip() or "journalctl failed")
    if not finished.stdout.text:
        raise ToolError(env._("The journal shows nothing of %s.", service))
    return finished.stdout.text.removesuffix("\n").split("\n")
