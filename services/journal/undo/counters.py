"""Values to which everybody adds: an undo takes back what its change set added, no more.

What is reserved of a product is one number for all orders. Another order that reserved
some since is no conflict, and its part stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from odoo import api

from .. import images
from ..lines import Line

COUNTERS = {
    "crm.lead.scoring.frequency": {"won_count", "lost_count"},
    "stock.quant": {"reserved_quantity"},
}


def rebased(env: api.Environment, lines: list[Line]) -> list[Line]:
    """``lines``, whose counters are as they are now and as they are to become."""
    env.flush_all()
    now = {
        name: images.current(env[name], _written(lines, name), names)
        for name, names in COUNTERS.items()
        if name in env
    }
    return [_rebased(line, now.get(line.model, {}).get(line.res_id)) for line in lines]


def _written(lines: Iterable[Line], model: str) -> list[int]:
    return [x.res_id for x in lines if x.kind == "write" and x.model == model]


def _rebased(line: Line, row: images.Row | None) -> Line:
    names = [n for n in COUNTERS.get(line.model, ()) if n in line.after and row]
    if line.kind != "write" or not names:
        return line
    added = {n: (line.after[n] or 0) - (line.before[n] or 0) for n in names}
    before = {n: (row[n] or 0) - added[n] for n in names}
    after = {n: row[n] for n in names}
    return replace(
        line, before={**line.before, **before}, after={**line.after, **after}
    )
