"""In whose name a message stands: the caller's, whatever way he writes it."""

from __future__ import annotations

from typing import Any

from odoo import api

FIELDS = ("author_id", "author_guest_id", "email_from")
MESSAGES = ("mail.message", "mail.scheduled.message")


def names_author(env: api.Environment, field: Any) -> bool:
    """Whether ``field`` of a message, or of a form that sends one, names its author."""
    if field.name not in FIELDS:
        return False
    model = env.registry[field.model_name]
    return field.model_name in MESSAGES or issubclass(
        model, env.registry["mail.composer.mixin"]
    )
