"""Connections for reading, apart from Odoo's.

On the caller's own connection a ``COMMIT`` in the text would commit his work as well. A
few idle connections are kept per process, because opening one costs more than a query.
They are kept only after ROLLBACK and DISCARD ALL, so that no lock, setting, temporary
table or prepared statement of one query is there for the next.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2

from odoo import api
from odoo.sql_db import connection_info_for

from .. import settings
from ..errors import ToolError
from ..stopping import under_way

KEPT = 4
IDLE_SECONDS = 60
FIRST_WATCHING = 140000
# compiling the guard's own questions (jit) takes ten times as long as answering them
BEGIN = """
BEGIN; SET LOCAL jit = off; SET TRANSACTION READ ONLY; SET LOCAL lock_timeout = '2s';
SET LOCAL idle_in_transaction_session_timeout = '15s';
SET LOCAL standard_conforming_strings = on; SET LOCAL bytea_output = hex;
SET LOCAL search_path = public, pg_temp; SET LOCAL statement_timeout = %s"""
# nobody waits for the rows of a worker that was killed
WATCHED = f"{BEGIN}; SET LOCAL client_connection_check_interval = '1s'"
_idle: list[tuple[tuple[Any, ...], float, Any]] = []
_lock = threading.Lock()


@contextmanager
def reading(env: api.Environment) -> Iterator[Any]:
    """A cursor in a READ ONLY transaction that is always rolled back.

    Raises:
        ToolError: a superuser's role, which nothing would hold.
        psycopg2.Error: no connection.
    """
    info = _info(env)
    key = (os.getpid(), *sorted(info.items()))
    connection = _taken(key) or _opened(info)
    try:
        # it is taken away again before the connection goes to somebody else
        with under_way.ended_by(connection.cancel), connection.cursor() as cr:
            _begin(cr, settings.get(env, "query_timeout"))
            yield cr
    finally:
        _returned(key, connection)


def _info(env: api.Environment) -> dict[str, Any]:
    dsn = settings.conf("mcp_ro_dsn")
    if dsn:
        # one role serves every database of this server, each with its own rows
        return {"dsn": dsn, "dbname": env.cr.dbname}
    return connection_info_for(env.cr.dbname)[1]


def _begin(cr: Any, seconds: int) -> None:
    watched = cr.connection.server_version >= FIRST_WATCHING
    cr.execute(WATCHED if watched else BEGIN, [seconds * 1000])


def _opened(info: dict[str, Any]) -> Any:
    connection = psycopg2.connect(**info)
    connection.autocommit = True
    try:
        with connection.cursor() as cr:
            refuse_superuser(cr)
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_superuser(cr: Any) -> None:
    """Raise ToolError for a role that PostgreSQL checks nothing of."""
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cr.fetchone()[0] and not settings.conf("mcp_allow_superuser_db"):
        raise ToolError(
            "Odoo's database role is a superuser, so nothing would hold this text. "
            "Use a plain role, or set mcp_allow_superuser_db in odoo.conf."
        )


def _taken(key: tuple[Any, ...]) -> Any:
    """An idle connection that still answers, or None; the stale ones are closed."""
    now, found, stale = time.monotonic(), None, []
    with _lock:
        kept, _idle[:] = list(_idle), []
        for entry in kept:
            if entry[0][0] != os.getpid():
                continue  # the socket is the parent's: a fork may neither use nor close it
            if now - entry[1] > IDLE_SECONDS:
                stale.append(entry[2])
            elif found is None and entry[0] == key:
                found = entry[2]
            else:
                _idle.append(entry)
    for connection in stale:
        connection.close()
    return found if found is None or _alive(found) else None


def _alive(connection: Any) -> bool:
    try:
        with connection.cursor() as cr:
            cr.execute("SELECT 1")
        return True
    except psycopg2.Error:
        connection.close()
        return False


def _returned(key: tuple[Any, ...], connection: Any) -> None:
    """Keep a clean connection; close any other."""
    with suppress(psycopg2.Error):
        with connection.cursor() as cr:
            cr.execute("ROLLBACK")
            cr.execute("DISCARD ALL")
        with _lock:
            if len(_idle) < KEPT:
                del connection.notices[:]
                _idle.append((key, time.monotonic(), connection))
                return
    connection.close()
