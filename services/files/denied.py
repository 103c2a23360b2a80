"""What is refused even inside a root: secrets of this server and of its user."""

from __future__ import annotations

import os
from collections.abc import Iterator

from odoo import api
from odoo.tools import config

from ..errors import ToolError

Identity = tuple[int, int]

FOLDER_NAMES = {".ssh", ".gnupg"}
FILE_NAMES = {
    ".git-credentials",
    ".netrc",
    ".odoorc",
    ".openerp_serverrc",
    ".pgpass",
    "odoo-server.conf",
    "odoo.conf",
    "openerp-server.conf",
}
FILE_STARTS = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "mcp_audit.log")
FILE_ENDS = (".jks", ".key", ".keytab", ".p12", ".pem", ".pfx")
GIT_STARTS = ("config", "credentials")


def identity(status: os.stat_result) -> Identity:
    """Device and inode, which identify a file under whatever name."""
    return status.st_dev, status.st_ino


def check_names(env: api.Environment, path: str, parts: tuple[str, ...]) -> None:
    """Refuse what is secret by its name, wherever it lies.

    Raises:
        ToolError: one of the names is on the list.
    """
    names = [part.lower() for part in parts]
    last = names[-1] if names else ""
    if (
        FOLDER_NAMES & set(names)
        or last in FILE_NAMES
        or last.startswith(FILE_STARTS)
        or last.endswith(FILE_ENDS)
        or (".git" in names[:-1] and last.startswith(GIT_STARTS))
    ):
        raise refusal(env, path)


def identities(env: api.Environment) -> frozenset[Identity]:
    """The identities of files and folders that are refused under whatever name."""
    found = set()
    for path in filter(None, _paths(env)):
        try:
            found.add(identity(os.stat(path)))
        except OSError:
            continue
    return frozenset(found)


def refusal(env: api.Environment, path: str) -> ToolError:
    """The error about a file that is refused."""
    return ToolError(env._("%s holds secrets or is no ordinary file; refused.") % path)


def _paths(env: api.Environment) -> Iterator[str | None]:
    yield from ("/proc", "/sys", "/dev")
    home = os.path.expanduser("~")
    for name in (".ssh", ".gnupg", ".pgpass", ".odoorc", ".openerp_serverrc"):
        yield os.path.join(home, name)
    yield os.environ.get("PGPASSFILE")
    yield from _of_odoo()
    audit = str(env["mcp.audit.file"]._path())
    yield from (audit, *(f"{audit}.{number}" for number in range(1, 10)))


def _of_odoo() -> Iterator[str | None]:
    # 19.0 warns when the configuration file is asked for by its old name
    yield config.get("config") or getattr(config, "rcfile", None)
    yield os.environ.get("ODOO_RC")
    for name in ("sessions", "filestore"):
        yield os.path.join(config["data_dir"], name)
