"""Databases: templates that are made once, and clones of them.

A template's comment says that it is complete; a half-made one is made again. Its
filestore is cloned with it by hard links: Odoo never changes a stored file.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from psycopg2 import sql

from .paths import cache
from .postgres import Address

READY = "ready"
# Odoo sets it when an administrator logs in, so it names the port of before
MOVED = """
    UPDATE ir_config_parameter SET value = %s
    WHERE key = 'web.base.url' AND value ~ '^https?://(localhost|127[.0-9]+)(:|/|$)'
    AND NOT EXISTS (SELECT FROM ir_config_parameter WHERE key = 'web.base.url.freeze')
"""


class Databases:
    """The databases of one PostgreSQL, with their filestores."""

    def __init__(self, address: Address):
        self.address = address

    def note(self, name: str) -> str | None:
        """What ``annotate`` wrote; None also for a database that does not exist."""
        query = """SELECT shobj_description(oid, 'pg_database')
                   FROM pg_database WHERE datname = %s"""
        rows = self._run(query, name)
        return rows[0][0] if rows else None

    def annotate(self, name: str, text: str) -> None:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        self._run(statement.format(sql.Identifier(name), sql.Literal(text)))

    def starting_with(self, prefix: str) -> list[str]:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        return [name for (name,) in self._run(query, prefix)]

    def birth(self, name: str) -> int:
        """A number that is greater the later the database was created."""
        rows = self._run("SELECT oid::bigint FROM pg_database WHERE datname = %s", name)
        return rows[0][0] if rows else 0

    def drop(self, name: str) -> None:
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            name,
        )
        self._run(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        shutil.rmtree(filestore(name), ignore_errors=True)
        (cache("configurations") / f"{name}.conf").unlink(missing_ok=True)

    def clone(self, template: str, name: str) -> None:
        """Make ``name`` a fresh copy of ``template``, in place of any before it."""
        self.drop(name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        names = (sql.Identifier(name), sql.Identifier(template))
        self._run(statement.format(*names))
        if filestore(template).is_dir():
            shutil.copytree(filestore(template), filestore(name), copy_function=_link)

    def sweep(self, *prefixes: str) -> None:
        """Drop what killed processes left: such names end in a process id."""
        for prefix in prefixes:
            for name in self.starting_with(prefix):
                if not _alive(int(name.rpartition("_")[2])):
                    self.drop(name)

    def rows(self, name: str, query: str) -> list[tuple]:
        """What ``query`` answers in the database ``name``."""
        return self._run(query, database=name)

    def is_reached_at(self, name: str, url: str) -> None:
        """Let Odoo's links lead to ``url``, unless they lead to another machine."""
        self._run(MOVED, url, database=name)

    def _run(
        self,
        statement: str | sql.Composed,
        *values: object,
        database: str = "postgres",
    ) -> list[tuple]:
        connection = self.address.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


def data_folder() -> Path:
    return cache("data")


def filestore(name: str) -> Path:
    return data_folder() / "filestore" / name


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _link(source: str, target: str) -> None:
    os.link(source, target)
