"""Reviews as answers show them."""

from __future__ import annotations

from typing import Any

from odoo import models

# given by nobody yet
OPEN = ("waiting", "pending")


def is_reviewed(records: models.BaseModel) -> bool:
    """Whether documents of this model may have reviews."""
    return {"review_ids", "need_validation"} <= records._fields.keys()


def of(record: models.BaseModel) -> list[dict[str, Any]]:
    """``{"name", "status", "by", "comment"}``; ``by``: who gave it, or may."""
    return [
        {
            "name": review.name or "",
            "status": review.status,
            # sudo: names only, as Odoo's own list of the reviews shows them
            "by": review.sudo().done_by.name or review.todo_by or None,
            "comment": review.comment or None,
        }
        for review in record.review_ids
    ]


def told(reviews: list[dict[str, Any]]) -> str:
    """``Finance: pending (Ada, Ben); …`` for a sentence."""
    said = []
    for one in reviews:
        comment = f": {one['comment']}" if one["comment"] else ""
        said.append(f"{one['name']}: {one['status']} ({one['by']}{comment})")
    return "; ".join(said)
