"""Keeps the author of a message the caller himself, however he writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import api, models
from odoo.exceptions import AccessError

from ..current_call import may_open_closed
from ..running import is_in_call

# of a message that was sent: when, to whom it is open, and what it is about
SENT = frozenset(
    "date message_type subtype_id is_internal model res_id parent_id message_id reply_to "
    "reply_to_force_new notification_ids notified_partner_ids incoming_email_to "
    "incoming_email_cc outgoing_email_to pinned_at record_alias_domain_id "
    "record_company_id mail_server_id email_add_signature".split()
)
FIELDS = ("author_id", "author_guest_id", "email_from")
REACTION = "mail.message.reaction"
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


def refuse_changes(messages: models.BaseModel, values: Iterable[str]) -> None:
    """Keep what was said as it was said, whichever way a client writes it.

    Raises:
        AccessError: a message of another, or what is not changed of one's own.
    """
    env = messages.env
    if env.su or not is_in_call() or may_open_closed(env):
        return
    # sudo: only whose they are is looked at
    others = messages.sudo().filtered(lambda m: m.author_id != env.user.partner_id)
    if others:
        who = others[0].author_id.name or others[0].email_from
        raise AccessError(
            env._("What %s said stays as it is: a message is its author's.") % who
        )
    if kept := SENT.intersection(values):
        text = env._("A message that was sent keeps %s.")
        raise AccessError(text % ", ".join(sorted(kept)))


def _names_author(env: api.Environment, field: Any) -> bool:
    if field.model_name == REACTION:
        return field.name == "partner_id"
    if field.name not in FIELDS:
        return False
    model = env.registry[field.model_name]
    return field.model_name in MESSAGES or issubclass(
        model, env.registry["mail.composer.mixin"]
    )
