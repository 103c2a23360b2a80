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
# no rule says who reads them, but the document that they belong to
DOCUMENT = {
    "ir.attachment": ("res_model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "mail.message": ("model", "res_id"),
}
Known = dict[tuple[str, int], Line]


def kept_back(
    env: api.Environment, lines: Iterable[Line], *, own: bool
) -> set[tuple[str, int]]:
    """Model and id of what the rules do not let the caller of ``env`` read.

    Args:
        own: the caller himself made the changes.
    """
    lines = list(lines)
    known = {(line.model, line.res_id): line for line in lines}
    by_model: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.su or not own:
            by_model[line.model].append(line)
    return {
        (name, row_id)
        for name, group in by_model.items()
        for row_id in _of_model(env[name], group, known)
    }


def _of_model(
    model: models.BaseModel, group: list[Line], known: Known
) -> Iterator[int]:
    there = model.browse({line.res_id for line in group}).exists()
    open_ids = set(there._filtered_access("read").ids)
    for line in group:
        is_there = line.res_id in there._ids
        was = is_there or _was_open(model, line, known)
        if not was or (is_there and line.res_id not in open_ids):
            yield line.res_id


def _was_open(model: models.BaseModel, line: Line, known: Known) -> bool:
    """Whether a record that is gone was the caller's to read; not, if nothing tells."""
    if model._name in DOCUMENT and not _is_of_open(model, line, known):
        return False
    return _did_rules_let(model, line)


def _is_of_open(model: models.BaseModel, line: Line, known: Known) -> bool:
    """Whether the document that it belongs, or belonged to is the caller's to read."""
    image = line.before or line.after
    name, record_id = (image.get(column) for column in DOCUMENT[model._name])
    if not name:
        return True
    if name not in model.env or not record_id:
        return False
    document = model.env[name].browse(record_id)
    if document.exists() or not document.browse().has_access("read"):
        return document.has_access("read")
    gone = known.get((name, record_id))
    return gone is not None and (not gone.su or _was_open(document, gone, known))


def _did_rules_let(model: models.BaseModel, line: Line) -> bool:
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
