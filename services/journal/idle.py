"""What is said of a call that changed nothing, or not what it was about."""

from __future__ import annotations

from collections import defaultdict

from odoo import api, models

from ..compat.access import may_read_field
from .lines import Line
from .recording import of


def note(records: models.BaseModel) -> str | None:
    """A sentence if the running call changed none of ``records``; None if it did."""
    env, journal = records.env, of(records.env)
    if not journal or (lines := journal.only_written(env)) is None:
        return None
    if not lines:
        return env._("No record was seen to change.")
    if not records or any(_is_of(line, records) for line in lines):
        return None
    return env._("None of these records changed; of others: %s.") % _others(env, lines)


def _is_of(line: Line, records: models.BaseModel) -> bool:
    return line.model == records._name and line.res_id in records._ids


def _others(env: api.Environment, lines: list[Line]) -> str:
    """Models with the fields that changed, as far as the caller may know them."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        known = env[line.model]._fields
        found[line.model] |= {
            name for name in line.after if may_read_field(env[line.model], known[name])
        }
    return ", ".join(f"{m} ({', '.join(sorted(f))})" for m, f in found.items())
