"""The audit file, to which the rows of the audit are copied after their commit."""

from __future__ import annotations

import os
import time
from pathlib import Path

from odoo import api, models
from odoo.tools import config

from ..services import settings
from ..services.log import logger
from ..services.transactions.own_cursor import own_cursor

_logger = logger(__name__)
DEFAULT = Path("/var/log/odoo/mcp_audit.log")
NAME = "mcp_audit.log"
ROTATE_BYTES = 50 * 1024 * 1024
KEPT = 5
_last: dict[str, float] = {}


class McpAuditFile(models.AbstractModel):
    _name = "mcp.audit.file"
    _description = "MCP Audit File"

    @api.model
    def _project_soon(self) -> None:
        """After the commit, copy the rows that wait, at most once a second."""
        database = self.env.cr.dbname
        if time.monotonic() - _last.get(database, 0.0) >= 1:
            _last[database] = time.monotonic()
            self._project()

    @api.model
    def _project(self) -> None:
        """Append the lines that the file does not have yet.

        A path that cannot be written blocks nothing: the lines wait in the table.
        """
        if settings.get(self.env, "audit_file_disabled"):
            return
        with own_cursor(self.env.registry) as cr:
            cr.execute(
                "WITH due AS (DELETE FROM mcp_audit_unfiled WHERE id IN ("
                "SELECT id FROM mcp_audit_unfiled ORDER BY id LIMIT 5000 "
                "FOR UPDATE SKIP LOCKED) RETURNING id) "
                "SELECT line FROM mcp_audit_log JOIN due USING (id) "
                "WHERE line IS NOT NULL ORDER BY id"
            )
            lines = [line for (line,) in cr.fetchall()]
            if lines and (problem := _append(self._path(), lines)):
                cr.rollback()
                _logger.warning("audit file: %s", problem)

    @api.model
    def _path(self) -> Path:
        """The file in use: the setting, else the first folder that can be written."""
        if chosen := settings.get(self.env, "audit_log_path"):
            return Path(chosen)
        if os.access(DEFAULT.parent, os.W_OK):
            return DEFAULT
        if config["logfile"]:
            return Path(config["logfile"]).parent / NAME
        return Path(config["data_dir"]) / NAME

    @api.model
    def _problem(self) -> str:
        """Why the file cannot be written; shown in Settings."""
        if settings.get(self.env, "audit_file_disabled"):
            return ""
        return _append(self._path(), []) or ""


def _append(path: Path, lines: list[str]) -> str | None:
    """Append whole lines, mode 0600; answers what went wrong."""
    try:
        _rotate(path)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o600)
        try:
            for line in lines:
                os.write(descriptor, f"{line}\n".encode("ascii", "backslashreplace"))
        finally:
            os.close(descriptor)
    except OSError as error:
        return f"{path}: {error.strerror}"
    return None


def _rotate(path: Path) -> None:
    if not path.exists() or path.stat().st_size < ROTATE_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))
