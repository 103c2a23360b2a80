"""Keeps the author of a message the caller himself, however he writes it."""

from __future__ import annotations

from typing import Any

from odoo import api

FIELDS = ("author_id", "author_guest_id", "email_from")
MESSAGES = ("mail.message", "mail.scheduled.message")


def is_left_out(env: api.Environment, field: Any) -> bool:
    """Whether ``field`` names an author and need not be given: Odoo knows the caller."""
    return _names_author(env, field) and not field.required


def own(env: api.Environment, field: Any, partner_id: int) -> int:
    """``partner_id`` for a link to a contact.

    Raises:
        ValueError: it names another than the caller as the author.
    """
    if _names_author(env, field) and partner_id != env.user.partner_id.id:
        text = env._("a message stands in your own name: contact %s")
        raise ValueError(text % env.user.partner_id.id)
    return partner_id


def _names_author(env: api.Environment, field: Any) -> bool:
    if field.name not in FIELDS:
        return False
    model = env.registry[field.model_name]
    return field.model_name in MESSAGES or issubclass(
        model, env.registry["mail.composer.mixin"]
    )
