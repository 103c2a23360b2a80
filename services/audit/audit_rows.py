"""Rows of the audit, as clients ask for them and as they are answered.

Rights are the model's own: users see their calls, MCP administrators everybody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from odoo import api, fields, models

from ..orm import moments

LOG = "mcp.audit.log"
OPEN = "open"
# later the sweeper has closed it
OPEN_FOR = timedelta(hours=1)
COLUMNS = (
    "time",
    "user",
    "tool",
    "effect",
    "result",
    "duration_ms",
    "arguments",
    "reason",
    "client",
    "address",
    "credential",
    "kind",
    "size",
    "call_id",
)
PAGE = 2000


def domain(env: api.Environment, asked: dict[str, Any]) -> list[Any]:
    """The domain that finds the rows that a client asks for.

    Args:
        asked: conditions by name; one that is None does not count. ``user`` is a part
            of the name, ``query`` is looked for in arguments and reason, ``date_from``
            and ``date_to`` are ISO 8601; the others are ``tool``, ``effect``,
            ``result`` and ``call_id``.
    """
    found: list[Any] = [("phase", "=", "outcome")]
    if asked["result"] == OPEN:
        found = [("id", "in", _open(env))]
    elif asked["result"]:
        found.append(("result", "=", asked["result"]))
    if asked["user"]:
        found.append(("user_name", "ilike", asked["user"]))
    found += [(n, "=", asked[n]) for n in ("tool", "effect", "call_id") if asked[n]]
    if text := asked["query"]:
        found += ["|", ("arguments", "ilike", text), ("reason", "ilike", text)]
    if asked["date_from"]:
        found.append(("time", ">=", moments.parse_datetime(env, asked["date_from"])))
    if until := asked["date_to"]:
        end = moments.parse_datetime(env, until, last_second=True)
        found.append(("time", "<=", end))
    return found


def row(record: models.BaseModel) -> dict[str, Any]:
    """One row without its empty values; ``arguments`` were redacted when it was stored."""
    values = {name: record[name] for name in COLUMNS if name != "user"}
    values["time"] = moments.show_datetime(record.env, record.time)
    values["user"] = record.user_name or f"user {record.user_id}"
    values["arguments"] = _arguments(record.arguments)
    return {n: values[n] for n in COLUMNS if values[n] not in (False, None, "", {})}


def count(env: api.Environment, asked: list[Any]) -> int:
    """How many rows of a domain the caller may see."""
    return env[LOG].search_count(asked)


def page(
    env: api.Environment, asked: list[Any], limit: int, offset: int = 0
) -> list[dict[str, Any]]:
    """Rows of a domain, newest first."""
    found = env[LOG].search(asked, limit=limit, offset=offset)
    return [row(record) for record in found]


def every(
    env: api.Environment, asked: list[Any], most: int
) -> Iterator[dict[str, Any]]:
    """The newest ``most`` rows of a domain, read page by page.

    Each page begins below the last id: an offset would read again all that came before.
    """
    below: list[Any] = []
    while most > 0:
        found = env[LOG].search(
            [*asked, *below], limit=min(PAGE, most), order="id desc"
        )
        yield from map(row, found)
        most = most - len(found) if len(found) == PAGE else 0
        below = [("id", "<", min(found.ids, default=0))]
        # or all that was ever read stays in memory; names of users are read once
        found.invalidate_model(flush=False)


def _arguments(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text


def _open(env: api.Environment) -> list[int]:
    """Ids of intents whose call has not ended."""
    log = env[LOG]
    since = fields.Datetime.now() - OPEN_FOR
    intents = log.search([("phase", "=", "intent"), ("time", ">", since)])
    ended = log.search(
        [("phase", "=", "outcome"), ("call_id", "in", intents.mapped("call_id"))]
    )
    closed = set(ended.mapped("call_id"))
    return intents.filtered(lambda intent: intent.call_id not in closed).ids
