"""What Odoo computes and nobody writes: it is computed again, never written back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from odoo import api

from ..lines import Line
from .restoring import restore


def is_left_to_odoo(field: Any) -> bool:
    """Whether nobody but Odoo ever writes it: computed, read-only, without inverse."""
    return bool(field.compute and field.readonly and not field.inverse)


def computed_together(env: api.Environment, lines: list[Line]) -> Iterable[list[Line]]:
    """``lines`` with something to compute, of one model and the same fields together."""
    found: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if names := _computed(env, line):
            found[(line.model, *names)].append(line)
    return found.values()


def compute_again(env: api.Environment, lines: list[Line]) -> None:
    """Let Odoo compute fields again, beginning with what they were.

    Some computations start from their own last value: the state of a production order
    stays confirmed unless something says otherwise. Others come out as they must,
    whatever they begin with.

    Args:
        lines: of one model, with the same computed fields.
    """
    names = _computed(env, lines[0])
    # sudo: nobody writes them, Odoo computes them as superuser
    records = env[lines[0].model].sudo().browse([line.res_id for line in lines])
    env.flush_all()
    restore(records, {x.res_id: {n: x.before[n] for n in names} for x in lines})
    for name in names:
        env.add_to_compute(records._fields[name], records)
    env.flush_all()


def _computed(env: api.Environment, line: Line) -> list[str]:
    fields = env[line.model]._fields
    return [
        name
        for name in line.before
        if is_left_to_odoo(fields[name]) and fields[name].type != "many2many"
    ]
