"""The chatter of a record, as its reader may see it: messages, changes, activities.

domain(record)       what was written and tracked, newest first; ``mail.message`` decides
                     who sees what: internal notes are for internal users
author, kind, text   of a message
changes(message)     the tracked fields that the reader may read: old → new
activities(record)   what is planned
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import models
from odoo.tools import html2plaintext

from .orm.hidden import is_hidden_field
from .orm.moments import show_datetime
from .orm.secret_fields import is_secret
from .texts import markdown
from .texts.link_tokens import without_tokens

# for one reader alone, in his inbox; Odoo's chatter leaves these out
PERSONAL = "user_notification"


@dataclass(frozen=True)
class Change:
    """A tracked field, with both values as they were stored."""

    field: str
    old: Any
    new: Any


def domain(record: models.BaseModel) -> list[Any]:
    """The domain of the messages of ``record``."""
    return [
        ("model", "=", record._name),
        ("res_id", "=", record.id),
        ("message_type", "!=", PERSONAL),
    ]


def author(message: models.BaseModel) -> str:
    """Who wrote it: a name, or the address that a mail came from."""
    # sudo: the chatter names authors to whoever may read the message
    found = message.sudo()
    return found.author_id.name or found.email_from or ""


def kind(message: models.BaseModel) -> str:
    """note, message, email or change: what happened to the record by itself."""
    if message.message_type == "email":
        return "email"
    if message.message_type not in ("comment", "email_outgoing"):
        return "change"
    # sudo: subtypes hold nothing of anybody
    internal = message.is_internal or message.sudo().subtype_id.internal
    return "note" if internal else "message"


def text(message: models.BaseModel) -> str:
    """What it says as Markdown; of what Odoo noted by itself, what that was."""
    body = markdown.readable(message.body or "").strip()
    # sudo: subtypes hold nothing of anybody
    return without_tokens(body) or message.sudo().subtype_id.description or ""


def changes(message: models.BaseModel) -> list[Change]:
    """What was tracked with ``message``, of fields that the reader may read."""
    # sudo: administrators alone read these; Odoo filters by field as is done here
    tracked = message.sudo().tracking_value_ids
    return [
        Change(value.field_id.field_description, *_values(message, value))
        for value in tracked._filter_has_field_access(message.env)
        if not _is_kept_back(message, value.field_id)
    ]


def activities(record: models.BaseModel) -> models.BaseModel:
    """The open activities of ``record``, the most urgent first; none for a portal."""
    model = record.env["mail.activity"]
    if not model.has_access("read"):
        return model
    on = [("res_model", "=", record._name), ("res_id", "=", record.id)]
    return model.search(on, order="date_deadline, id")


def note(activity: models.BaseModel) -> str:
    """What is noted on ``activity``, as plain text."""
    return html2plaintext(activity.note or "").strip()


def _values(message: models.BaseModel, value: models.BaseModel) -> tuple[Any, Any]:
    kind = value.field_id.ttype or "char"
    old, new = (value._format_display_value(kind, new=n)[0] for n in (False, True))
    if kind == "datetime":
        stored = value.old_value_datetime, value.new_value_datetime
        old, new = (show_datetime(message.env, m) if m else None for m in stored)
    if kind == "boolean":
        return old, new
    return _said(old), _said(new)


def _said(value: Any) -> Any:
    """Nothing is null; zero is a number."""
    return None if value is False or value == "" else value


def _is_kept_back(message: models.BaseModel, field: models.BaseModel) -> bool:
    model = message.env.get(field.model)
    known = model._fields.get(field.name) if model is not None else None
    return known is None or is_secret(known) or is_hidden_field(message.env, known)
