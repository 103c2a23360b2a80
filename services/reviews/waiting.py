"""Which documents wait for the caller's review."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ..orm.reads import values
from .lines import OPEN, is_reviewed

REVIEW, DEFINITION = "tier.review", "tier.definition"
# the total of a document: the first that its model has
AMOUNTS = ("amount_total", "total_amount", "estimated_cost", "amount")


def models_of(env: api.Environment) -> list[str]:
    """The models whose documents may be reviewed here."""
    if DEFINITION not in env:
        return []
    names = env[DEFINITION]._get_tier_validation_model_names()
    return [name for name in names if name in env and is_reviewed(env[name])]


def candidates(env: api.Environment, model: str) -> list[Any]:
    """The domain of the documents with a review that the caller may give.

    Not Odoo's own search by ``can_review``: what that rests on is brought up to date
    when the reviewer opens Odoo's web client, which a user of tools may never do.
    """
    asked = [("model", "=", model), ("status", "in", OPEN)]
    found = env[REVIEW].search([*asked, ("reviewer_ids", "in", [env.uid])])
    rejected = ("validation_status", "!=", "rejected")
    return [("id", "in", found.mapped("res_id")), rejected]


def mine(record: models.BaseModel) -> models.BaseModel:
    """The reviews of ``record`` that are the caller's and whose turn has come."""
    user = record.env.user
    turn = record._get_sequences_to_approve(user)
    return record.review_ids.filtered(
        lambda r: r.status in OPEN and user in r.reviewer_ids and r.sequence in turn
    )


def for_the_caller(records: models.BaseModel) -> models.BaseModel:
    """Those that wait for him now; never what he asked for himself."""

    def waits(record: models.BaseModel) -> bool:
        reviews = mine(record)
        return bool(reviews) and record.env.user not in reviews.requested_by

    return records.filtered(waits)


def amount_field(records: models.BaseModel) -> str | None:
    """The field with the total of a document; None where it has none."""
    return next((name for name in AMOUNTS if name in records._fields), None)


def asked_by(records: models.BaseModel) -> list[Any]:
    """Who asked for the review, as ``values.of`` has it."""
    return _first(records, "requested_by")


def asked_at(records: models.BaseModel) -> list[Any]:
    """When the review was asked for."""
    return _first(records, "create_date")


def _first(records: models.BaseModel, name: str) -> list[Any]:
    reviews = [mine(record)[:1] for record in records]
    field = records.env[REVIEW]._fields[name]
    return [values.of(review, field)[0] if review else None for review in reviews]
