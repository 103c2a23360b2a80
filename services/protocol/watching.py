"""Tells subscribers of a resource that its records changed, whoever changed them.

The rows are looked at every few seconds, with the rights that the subscriber has then.
A row that is gone, or that he may no longer read, counts as changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from psycopg2 import Error
from pydantic import ValidationError

from odoo import api
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.tools import SQL

from ..callers.principal import Mode, Principal
from ..log import logger
from . import resources
from .exchange import Exchange

_logger = logger(__name__)
LOOK_S = 3.0
LOOK_AT_RIGHTS_S = 15.0
# by model and id: what marks the present version of a row
Stamps = dict[tuple[str, int], str]


@asynccontextmanager
async def watched(exchange: Exchange, uris: Sequence[str], tell: Callable[[str], None]):
    """Call ``tell`` with each URI whose records change, until the end.

    Args:
        uris: as the client names them; one that is not of records, or not the
            caller's, never changes.
        tell: called on the loop of the caller.
    """
    watch = _watch(exchange, uris)
    # before the client is told that he listens: nothing is missed from then on
    looking = _looking(watch, watch.stamps() or {}, tell, asyncio.current_task())
    task = asyncio.ensure_future(looking)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _looking(
    watch: _Watch, seen: Stamps, tell: Callable[[str], None], listening: asyncio.Task
) -> None:
    """Tell of what changes, and end ``listening`` with the right to listen."""
    while True:
        await asyncio.sleep(LOOK_S if watch.records else LOOK_AT_RIGHTS_S)
        try:
            now = watch.stamps()
        except Error:
            # the database cannot be reached; changes are noticed once it is back
            _logger.info("a listener could not look", exc_info=True)
            continue
        if now is None:
            listening.cancel()
            return
        for uri in watch.changed(seen, now):
            tell(uri)
        seen = now


@dataclass(frozen=True)
class _Watch:
    """The records that a caller watches, by URI."""

    database: str
    principal: Principal
    context: dict[str, Any]
    records: dict[str, tuple[str, list[int]]]

    def stamps(self) -> Stamps | None:
        """Of the rows that the caller may read now; None where he may not call."""
        wanted: dict[str, set[int]] = {}
        for model, ids in self.records.values():
            wanted.setdefault(model, set()).update(ids)
        with Registry(self.database).cursor() as cr:
            context = {**self.context, "active_test": False}
            env = api.Environment(cr, self.principal.uid, context)
            if not _may_listen(env, self.principal):
                return None
            return {
                (model, record_id): stamp
                for model, ids in wanted.items()
                for record_id, stamp in _versions(env, model, ids)
            }

    def changed(self, seen: Stamps, now: Stamps) -> list[str]:
        return [
            uri
            for uri, (model, ids) in self.records.items()
            if any(seen.get((model, i)) != now.get((model, i)) for i in ids)
        ]


def _may_listen(env: api.Environment, principal: Principal) -> bool:
    """Whether credential and user are still good, and nothing is stopped."""
    if env["mcp.identity"]._now(principal) != principal:
        return False
    return env["mcp.policy"]._mode(principal) > Mode.NONE


def _versions(
    env: api.Environment, model: str, ids: set[int]
) -> Iterator[tuple[int, str]]:
    """What identifies the present version of each row: PostgreSQL's system columns."""
    if not env.user.active or not env[model].has_access("read"):
        return
    readable = env[model].search([("id", "in", list(ids))])
    env.cr.execute(
        SQL(
            "SELECT id, xmin::text || ctid::text FROM %s WHERE id = ANY(%s)",
            SQL.identifier(readable._table),
            readable.ids,
        )
    )
    yield from env.cr.fetchall()


def _watch(exchange: Exchange, uris: Sequence[str]) -> _Watch:
    database, principal = exchange.client["database"], exchange.principal
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, principal.uid, exchange.context)
        opened = replace(exchange, env=env)
        found = {uri: _records(opened, uri) for uri in uris}
    known = {uri: records for uri, records in found.items() if records}
    return _Watch(database, principal, dict(exchange.context), known)


def _records(exchange: Exchange, uri: str) -> tuple[str, list[int]] | None:
    """The records of a resource, where it says which, and they have rows."""
    try:
        params = resources.params_of(exchange, uri)
        model, ids = params.watched() if params else ("", [])
    except (AccessError, ValidationError, resources.MCPError):
        return None
    return (model, ids) if ids and exchange.env[model]._auto else None
