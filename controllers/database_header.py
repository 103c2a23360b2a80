"""``X-Odoo-Database`` on Odoo 18.0, for the routes of this addon.

19.0 honours it by itself. It chooses among several databases for a client without a
session; on 18.0 the addon must stand in ``server_wide_modules``, since no database is
open yet whose addons could have a say.
"""

from __future__ import annotations

import functools

from odoo.http import Request, db_filter

from ..services import compat

HEADER = "X-Odoo-Database"
PREFIX = "/mcp/"


def honour() -> None:
    """Let requests choose their database, within ``dbfilter``."""
    if compat.CHOOSES_DATABASE_BY_HEADER:
        return
    chosen = Request._get_session_and_dbname

    @functools.wraps(chosen)
    def choose(self):
        session, database = chosen(self)
        wanted = self.httprequest.headers.get(HEADER)
        if not wanted or not self.httprequest.path.startswith(PREFIX):
            return session, database
        session.can_save = False
        host = self.httprequest.environ["HTTP_HOST"]
        return session, wanted if db_filter([wanted], host=host) else None

    Request._get_session_and_dbname = choose


honour()
