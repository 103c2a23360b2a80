"""Giving a review: approving a document, or refusing it with a reason."""

from __future__ import annotations

from odoo import models

from ..errors import ToolError
from ..orm.buttons.wizards import WizardAnswer
from ..orm.document import fresh, head
from ..pressing import press
from . import lines
from .waiting import mine

COMMENT = "comment.wizard"


def decide(record: models.BaseModel, approve: bool, reason: str) -> models.BaseModel:
    """Give the caller's reviews of ``record`` whose turn has come.

    Raises:
        ToolError: none waits for him, he asked for it himself, it wants a comment.
    """
    _bring_up_to_date(record)
    reviews = _required(record)
    if approve and not reason and record.has_comment:
        raise ToolError(record.env._("This review wants a comment: give a reason."))
    if reason:
        reviews.write({"comment": reason})
    answer = WizardAnswer(values={"comment": reason}, button="add_comment")
    button = "validate_tier" if approve else "reject_tier"
    press(record, button, {COMMENT: lambda: answer})
    fresh(record)
    _require_given(record, reviews, "approved" if approve else "rejected")
    return reviews


def _bring_up_to_date(record: models.BaseModel) -> None:
    """As Odoo's web client has it done before it shows the buttons."""
    reviews = record.review_ids
    # the second name is that of 18.0
    names = ("_update_review_status", "_compute_can_review")
    getattr(reviews, next(name for name in names if hasattr(reviews, name)))()


def _required(record: models.BaseModel) -> models.BaseModel:
    env, reviews = record.env, mine(record)
    if record.validation_status == "rejected":
        text = env._("%(name)s was rejected already: %(reviews)s.")
    elif not reviews:
        text = env._("No review of %(name)s waits for you now: %(reviews)s.")
    elif env.user in reviews.requested_by:
        text = env._(
            "You asked for the review of %(name)s yourself: somebody else gives it."
        )
    else:
        return reviews
    said = lines.of(record)
    listed = lines.told(said) or env._("nobody was asked for one")
    values = {"name": record.display_name, "reviews": listed}
    raise ToolError(text % values, **head(record), reviews=said)


def _require_given(
    record: models.BaseModel, reviews: models.BaseModel, wanted: str
) -> None:
    if set(reviews.mapped("status")) != {wanted}:
        said = lines.of(record)
        raise ToolError(
            record.env._("Nothing was done: Odoo left the reviews as %s.")
            % lines.told(said),
            reviews=said,
        )
