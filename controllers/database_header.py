"""Chooses the database of a request, where a server has several.

Clients without a session name it in the header ``X-Odoo-Database``, which 19.0 honours
by itself. A signed link names it in ``?db=``, because a browser sends no such header
and may have a session in another database. This works only if the addon is listed in
``server_wide_modules``: at that moment no database is open whose addons could be asked.
"""

from __future__ import annotations

import functools

from odoo.http import HTTPRequest, Request, db_filter

from ..services.compat.http import CHOOSES_DATABASE_BY_HEADER
from ..services.file_links import links

HEADER = "X-Odoo-Database"
PREFIX = "/mcp/"


def honour() -> None:
    """Let requests choose their database, within ``dbfilter``."""
    chosen = Request._get_session_and_dbname

    @functools.wraps(chosen)
    def choose(self):
        session, database = chosen(self)
        wanted = _wanted(self.httprequest)
        if not wanted:
            return session, database
        host = self.httprequest.environ["HTTP_HOST"]
        database = wanted if db_filter([wanted], host=host) else None
        if session.db and session.db != database:
            # the session is for another database; it is ignored here, but not changed
            session.logout()
        session.can_save = False
        return session, database

    Request._get_session_and_dbname = choose


def _wanted(request: HTTPRequest) -> str | None:
    if not request.path.startswith(PREFIX):
        return None
    if request.path.startswith(links.FILES) and request.args.get("db"):
        return request.args["db"]
    if CHOOSES_DATABASE_BY_HEADER:
        return None
    return request.headers.get(HEADER)


honour()
