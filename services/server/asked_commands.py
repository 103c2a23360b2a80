"""Commands that callers choose, unlike our own fixed ones (systemctl, journalctl).

Everything that runs or announces one goes through this module, which refuses it where
Odoo must not start programs.
"""

from __future__ import annotations

from typing import Any

from odoo import api
from odoo.tools import config

from .. import settings
from ..supervised import require_permission
from . import commands

SPARE_SECONDS = 10


def allowed_time(env: api.Environment, wanted: int | None) -> tuple[int, str | None]:
    """How long a command may run: seconds, and a note where that is less than asked.

    Raises:
        ToolError: no program may be started here.
    """
    require_permission(env)
    most, by = _longest(env)
    wanted = wanted or settings.get(env, "command_timeout")
    if wanted <= most:
        return wanted, None
    return most, env._("The timeout was capped to %(most)s s by %(by)s.") % {
        "most": most,
        "by": by,
    }


def run(
    env: api.Environment, command: str, variables: dict[str, str], **options: Any
) -> commands.Finished:
    """Run a shell command, with the ``options`` of ``commands.run``.

    Raises:
        ToolError: no program may be started here.
    """
    require_permission(env)
    return commands.run(commands.shell(command), env=variables, **options)


def _longest(env: api.Environment) -> tuple[int, str]:
    """The most seconds that a command may have, and what says so."""
    most = settings.get(env, "command_max_timeout")
    # Odoo ends the worker, or itself, when a request takes longer
    if limit := config["limit_time_real"]:
        if (odoo := max(1, limit - SPARE_SECONDS)) < most:
            return odoo, "limit_time_real (odoo.conf)"
    return most, "the setting mcp.command_max_timeout"
