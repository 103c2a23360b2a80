"""A button that does not do its work because a review is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from odoo import models
from odoo.exceptions import ValidationError

from ..errors import ToolError
from ..orm import url
from . import lines


@contextmanager
def explained(records: models.BaseModel) -> Iterator[None]:
    """Around a button: its refusal says who must review what, and how that is asked.

    Raises:
        ToolError: Odoo refused, and a review of one of ``records`` is missing.
    """
    missing = _missing(records)
    before = {record.id: (lines.of(record), _next(record)) for record in missing}
    try:
        yield
    except ValidationError as error:
        if not missing:
            raise
        raise _refusal(missing, str(error), before) from error


def counted(record: models.BaseModel) -> list[str]:
    """After a button: reviews that counted as given because the caller may give them."""
    if not lines.is_reviewed(record):
        return []
    user = record.env.user
    own = record.review_ids.filtered(
        lambda r: r.status == "approved" and user == r.done_by == r.requested_by
    )
    text = record.env._("Your own review “%s” counted as given by this.")
    return [text % review.name for review in own]


def _missing(records: models.BaseModel) -> models.BaseModel:
    if not lines.is_reviewed(records):
        return records.browse()
    return records.filtered(
        lambda r: (
            r.need_validation or (r.review_ids and r.validation_status != "validated")
        )
    )


def _next(record: models.BaseModel) -> str:
    """What somebody must do; for the end of a refusal."""
    env, where = record.env, f"{record._name} {record.id}"
    if not record.review_ids:
        text = env._(
            "Nobody was asked for the review yet: execute_method request_validation "
            "on %s asks for it."
        )
    elif record.validation_status == "rejected":
        text = env._(
            "It was rejected: when it is put right, execute_method "
            "restart_validation on %s begins anew."
        )
    else:
        text = env._(
            "It waits for a review: decide_review on %s, by those who are asked."
        )
    return text % where


def _refusal(
    missing: models.BaseModel, said: str, before: dict[int, tuple[list, str]]
) -> ToolError:
    first = missing[:1]
    reviews, what_next = before[first.id]
    text = first.env._("%(name)s: NOT done, it is not reviewed. %(next)s %(reviews)s")
    values = {
        "name": ", ".join(missing.mapped("display_name")),
        "next": what_next,
        "reviews": lines.told(reviews) or said,
    }
    return ToolError(text % values, id=first.id, url=url.of(first), reviews=reviews)
