"""Chooses the database of a request, where a server has several.

Clients without a session name it in the header ``X-Odoo-Database``. 19.0 honours that by
itself, but refuses it beside a session of another database, which some clients hold: here
no session is looked at. A signed link names it in ``?db=``, because a browser sends no such header
and may have a session in another database. This works only if the addon is listed in
``server_wide_modules``: at that moment no database is open whose addons could be asked.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo.http import HTTPRequest, Request, db_filter

from ..services.file_links import links
from ..services.oauth import urls

HEADER = "X-Odoo-Database"
AS_WSGI = "HTTP_X_ODOO_DATABASE"
PREFIXES = ("/mcp/", urls.RESOURCE_METADATA, urls.SERVER_METADATA)


def honour() -> None:
    """Let requests choose their database, within ``dbfilter``."""
    chosen = Request._get_session_and_dbname

    @functools.wraps(chosen)
    def choose(self):
        wanted = _wanted(self.httprequest)
        if not wanted:
            return chosen(self)
        with _hidden(self.httprequest.environ):
            session, _database = chosen(self)
        host = self.httprequest.environ["HTTP_HOST"]
        database = wanted if db_filter([wanted], host=host) else None
        if session.db and session.db != database:
            # the session is for another database; it is ignored here, but not changed
            session.logout()
        session.can_save = False
        return session, database

    Request._get_session_and_dbname = choose


def _wanted(request: HTTPRequest) -> str | None:
    if not request.path.startswith(PREFIXES):
        return None
    if request.path.startswith(links.FILES) and request.args.get("db"):
        return request.args["db"]
    return request.headers.get(HEADER)


@contextmanager
def _hidden(environ: dict[str, Any]) -> Iterator[None]:
    """Without the header, so that Odoo does not refuse it."""
    header = environ.pop(AS_WSGI, None)
    try:
        yield
    finally:
        if header is not None:
            environ[AS_WSGI] = header


honour()
