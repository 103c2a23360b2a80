"""Whether the server itself is set up for clients: clock, workers, databases, version."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from odoo import api
from odoo.http import db_list
from odoo.tools import config

from . import outdated
from .check import Check, Translate

MOST_SECONDS = 5


def checks(env: api.Environment, base: str, _: Translate) -> list[Check]:
    """All checks of this module.

    Args:
        base: ``web.base.url``.
        _: translates a text for the person who looks.
    """
    env.cr.execute("SELECT extract(epoch FROM clock_timestamp())")
    apart = abs(float(env.cr.fetchone()[0]) - time.time())
    # the existing databases that a request without a cookie may mean
    names = db_list(force=True, host=urlsplit(base).netloc)
    return [
        clock(apart, _),
        workers(config["workers"], _),
        database(env.cr.dbname, names, _),
        version(outdated.installed(env.cr), outdated.brought(), _),
    ]


def clock(apart: float, _: Translate) -> Check:
    """Args: apart: seconds between Odoo and PostgreSQL."""
    return Check(
        _("Clock"),
        apart < MOST_SECONDS,
        _("Odoo and PostgreSQL are %s seconds apart.") % round(apart, 1),
        _("Let both machines keep their time by NTP: codes live for one minute."),
    )


def workers(count: int, _: Translate) -> Check:
    """Whether one long call would keep all others waiting."""
    return Check(
        _("Workers"),
        None if count == 1 else True,
        _("Odoo runs with %s workers.") % count if count else _("Odoo runs threaded."),
        _("Set workers to 2 or more in odoo.conf: one long call keeps all others."),
    )


def version(installed: str | None, brought: str, _: Translate) -> Check:
    """Whether the tables are those of the files."""
    return Check(
        _("Version"),
        installed == brought,
        _("The files are %(files)s, the tables %(tables)s.")
        % {"files": brought, "tables": installed or "–"},
        _("Update the addon: -u odoo_mcp, or Apps › MCP Server › Upgrade."),
    )


def database(name: str, names: list[str], _: Translate) -> Check:
    """Args: names: of the databases that the address may mean."""
    return Check(
        _("Database"),
        names == [name],
        _("The address leads to %s.") % (", ".join(names) or "–"),
        _(
            "A client that logs in has no way to choose. Set dbfilter, or db_name, in "
            "odoo.conf so that the address leads to %s alone."
        )
        % name,
    )
