"""What the record rules keep from a caller, of the records that a call changed.

What he changed with his own rights he could read. Records that Odoo changed beside
that, as superuser, may be none of his. Those that are gone are judged by their image.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from odoo import api, models

from ..refusals import REFUSALS
from .lines import Line

# of which an image holds what a rule compares
COMPARED = ("many2one", "integer", "boolean", "selection")


def kept_back(
    env: api.Environment, lines: Iterable[Line], *, own: bool
) -> set[tuple[str, int]]:
    """Model and id of what the rules do not let the caller of ``env`` read.

    Args:
        own: the caller himself made the changes.
    """
    by_model: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.su or not own:
            by_model[line.model].append(line)
    return {
        (name, row_id)
        for name, group in by_model.items()
        for row_id in _of_model(env[name], group)
    }


def _of_model(model: models.BaseModel, group: list[Line]) -> Iterator[int]:
    there = model.browse({line.res_id for line in group}).exists()
    open_ids = set(there._filtered_access("read").ids)
    for line in group:
        is_there = line.res_id in there._ids
        if line.res_id not in open_ids if is_there else not _was_open(model, line):
            yield line.res_id


def _was_open(model: models.BaseModel, line: Line) -> bool:
    """Whether the rules let a record through that is gone; not, where none can tell."""
    # 18.0: a list; 19.0: a Domain
    domain = list(model.env["ir.rule"]._compute_domain(model._name, "read"))
    image = _comparable(model, line)
    if not _asked(domain) <= image.keys():
        return False
    try:
        # sudo: rules look at any record
        return bool(model.sudo().new(image).filtered_domain(domain))
    except (*REFUSALS, ValueError):
        return False


def _comparable(model: models.BaseModel, line: Line) -> dict[str, Any]:
    """The columns that a rule may compare; of a change too few were kept."""
    if line.kind == "write":
        return {}
    fields = model._fields
    image = line.before or line.after
    return {n: v for n, v in image.items() if n in fields and _is_compared(fields[n])}


def _is_compared(field: Any) -> bool:
    return field.type in COMPARED and not field.company_dependent


def _asked(domain: list[Any]) -> set[str]:
    terms = (term for term in domain if not isinstance(term, str))
    return {term[0].partition(".")[0] for term in terms if isinstance(term[0], str)}
