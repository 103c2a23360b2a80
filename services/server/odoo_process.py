"""Starts a second Odoo on the same database, with this one's options but no secrets.

The password of the database travels by environment, never by command line, where
every user of the machine could read it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from odoo.tools import config

LAUNCHER = Path(__file__).parents[1] / "python" / "launcher.py"


def command(program: str, *arguments: str) -> list[str]:
    """Run ``program`` of the launcher (``server``, ``shell``) on this interpreter.

    ``-I`` keeps the environment and the current folder from choosing code; the
    module search path is this process's own.
    """
    paths = json.dumps([path for path in sys.path if path])
    return [sys.executable, "-I", str(LAUNCHER), paths, program, *arguments]


def options() -> list[str]:
    """Options that make a child use this server's databases, addons and data."""
    given = {
        "addons-path": _joined(config["addons_path"]),
        "upgrade-path": _joined(config["upgrade_path"]),
        "load": _joined(config["server_wide_modules"]),
        "data-dir": config["data_dir"],
        "db_host": config["db_host"],
        "db_port": config["db_port"],
        "db_user": config["db_user"],
        "db_sslmode": config["db_sslmode"],
    }
    chosen = [f"--{name}={value}" for name, value in given.items() if value]
    if config["unaccent"]:
        chosen.append("--unaccent")
    # of 18.0 alone: there demo data are chosen with every module that is installed
    if "with_demo" not in config.options and config["without_demo"]:
        chosen.append(f"--without-demo={config['without_demo']}")
    return [*chosen, "--no-http", "--max-cron-threads=0", "--logfile="]


def _joined(value: str | list[str]) -> str:
    """An option as the command line wants it; 18.0 holds a text, 19.0 a list."""
    return value if isinstance(value, str) else ",".join(value or ())


def environment() -> dict[str, str]:
    """What a child needs besides a scrubbed environment."""
    kept = {"PYTHONDONTWRITEBYTECODE": "1"}
    # 19.0 warns when the file is asked for by its old name
    file = config.get("config") or getattr(config, "rcfile", None)
    if file and os.path.exists(file):
        kept["ODOO_RC"] = file
    if config["db_password"]:
        kept["PGPASSWORD"] = config["db_password"]
    return kept
