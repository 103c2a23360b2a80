"""The last lines of a service's log: journald's where there is one, else its file."""

from __future__ import annotations

import glob
import os
import shutil

from odoo import api
from odoo.tools import config

from .. import files
from ..audit.masking import masked_text
from ..errors import ToolError
from . import commands

FILES = {
    "postgresql": "/var/log/postgresql/*.log",
    "nginx": "/var/log/nginx/error.log",
}


def tail(env: api.Environment, service: str, lines: int) -> list[str]:
    """The last ``lines`` lines of a service's log, with secrets masked.

    Raises:
        ToolError: no log of this service can be read here.
    """
    path = _file(service)
    found = _of_file(env, path, lines) if path else _of_journal(env, service, lines)
    return [masked_text(line) for line in found]


def _file(service: str) -> str | None:
    if service == "odoo":
        return config["logfile"] or None
    found = glob.glob(FILES.get(service, f"/var/log/{service}.log"))
    return max(found, key=os.path.getmtime) if found else None


def _of_file(env: api.Environment, path: str, lines: int) -> list[str]:
    opened = files.open_beneath(env, *os.path.split(os.path.realpath(path)))
    try:
        return files.tail_lines(opened, lines)
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
    return finished.stdout.text.splitlines()
