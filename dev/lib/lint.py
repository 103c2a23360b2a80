"""``dev/lint``: ruff and pylint-odoo over the whole project."""

from __future__ import annotations

import subprocess

from .paths import ROOT
from .venv import python

PYLINT = (
    "--load-plugins=pylint_odoo",
    "--disable=all",
    "--enable=odoolint,unused-import,undefined-variable,unreachable",
    "--disable=C8101,C8103,C8112,W8113,W8161,missing-readme",
)


def main() -> int:
    tools = python().parent
    folders = ["models", "services", "controllers", "tools", "tests", "__manifest__.py"]
    commands = [
        [tools / "ruff", "check", "."],
        [tools / "ruff", "format", "--check", "."],
        [tools / "python", "-m", "pylint", *PYLINT, *folders],
    ]
    return max(subprocess.run(command, cwd=ROOT).returncode for command in commands)
