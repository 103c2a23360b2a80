"""Lines that one write takes back together.

A change of a thousand contacts has as many lines. Taken back one by one, what Odoo's
models do around a ``write`` would be done a thousand times, each with its statements.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from odoo import api

from .. import keyed, stored_files
from ..lines import Line
from .computing import is_left_to_odoo

# another time makes a meeting an exception of its series, unless it is said not to be
SAID_ALONG = {"calendar.event": ("follow_recurrence",)}
# fewer are written one by one: to try them at once costs as much
FEW = 8
# what is written is of each record itself
ALONE = (*SAID_ALONG, stored_files.MODEL)


def batches(env: api.Environment, lines: list[Line]) -> Iterator[list[Line]]:
    """``lines`` in their order, neighbours that get the same values together.

    What one write had made alike, it could have made in any order: of such neighbours
    those that get the same are brought together. Lines with nothing to write are left
    out.
    """
    kept = [line for line in lines if writable(env, line)]
    ordered = [
        line
        for stretch in _neighbours(kept, partial(_values, env, of="after"))
        for line in _alike(env, stretch)
    ]
    return _neighbours(ordered, partial(_values, env, of="before"))


def _neighbours(lines: list[Line], key: Callable[[Line], Any]) -> Iterator[list[Line]]:
    """Those that stand side by side and have the same ``key``."""
    found: list[Line] = []
    last = None
    for line in lines:
        own = key(line)
        if found and own != last:
            yield found
            found = []
        found.append(line)
        last = own
    if found:
        yield found


def writable(env: api.Environment, line: Line) -> dict[str, Any]:
    """What is written of the values that a record had before: not what Odoo computes."""
    fields = env[line.model]._fields
    return {
        name: value
        for name, value in line.before.items()
        if name in fields and not is_left_to_odoo(fields[name])
    }


def _alike(env: api.Environment, stretch: list[Line]) -> Iterable[Line]:
    """Those with equal values before side by side, if they are many."""
    found: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in stretch:
        found[_values(env, line, of="before")].append(line)
    if max(map(len, found.values())) < FEW:
        return stretch
    return chain.from_iterable(found.values())


def _values(env: api.Environment, line: Line, *, of: str) -> tuple[Any, ...]:
    """What lines have in common that are written together.

    Values by language or company may differ: they are set past the ORM.
    """
    fields, values = env[line.model]._fields, getattr(line, of)
    names = sorted(writable(env, line))
    said = {n: values.get(n) for n in names if not keyed.is_keyed(fields[n])}
    text = json.dumps(said, sort_keys=True, default=str)
    own = line.res_id if line.model in ALONE else 0
    return line.model, line.su, own, *names, text
