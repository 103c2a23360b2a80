"""Invoices that Odoo takes for the same as another, as the banner of its form says."""

from __future__ import annotations

from odoo import models

from ..orm.reads.values import reference

Named = dict[str, int | str]


def of(move: models.BaseModel) -> list[Named]:
    """Those that the caller may read, as id and name."""
    found = move.duplicated_ref_ids._filtered_access("read")
    return [reference(other) for other in found]


def warning(moves: models.BaseModel) -> str:
    """A sentence for a preview; empty where there are none.

    By ids: a confirmation binds it, and a draft that is booked meanwhile has another name.
    """
    listed = [
        f"{move.display_name} = {', '.join(str(one['id']) for one in others)}"
        for move in moves
        if (others := of(move))
    ]
    if not listed:
        return ""
    text = moves.env._("May be the same, and here already: %s.")
    return " " + text % "; ".join(listed)
