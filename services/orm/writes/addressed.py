"""Whom a message on a record reaches by mail: its followers, and whom it names.

They may have been added call by call, so no list of the one that sends is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odoo import models

NOTE, MESSAGE = "mail.mt_note", "mail.mt_comment"
POSTS = ("message_post", "message_post_with_source", "message_reply_with_source")
COMPOSER = "mail.compose.message"


def count(records: models.BaseModel, subtype: Any, partner_ids: Iterable[int]) -> int:
    """Mails that one message on each of ``records`` sends.

    Args:
        subtype: id or XML id of the kind of message: a note has other followers.
    """
    records = records._filtered_access("read")
    pids = [pid for pid in partner_ids if isinstance(pid, int)]
    if isinstance(subtype, str):
        subtype = records.env["ir.model.data"]._xmlid_to_res_id(subtype)
    if not records or not subtype or not hasattr(records, "message_post"):
        return 0
    # sudo: only how many they are is looked at; Odoo notifies as superuser, too
    followers = records.env["mail.followers"].sudo()
    found = followers._get_recipient_data(records, "comment", subtype, pids)
    me = records.env.user.partner_id.id
    return sum(
        bool(person["active"] and person["notif"] == "email" and person["id"] != me)
        for people in found.values()
        for person in people.values()
    )


def by_method(records: models.BaseModel, method: str, given: Mapping[str, Any]) -> int:
    """Mails of a method that posts on ``records``, or sends a composer's message."""
    if method in POSTS:
        subtype = given.get("subtype_id") or given.get("subtype_xmlid") or NOTE
        return count(records, subtype, given.get("partner_ids") or ())
    if records._name == COMPOSER and method.startswith("action_send_mail"):
        return sum(map(_by_composer, records))
    return 0


def _by_composer(composer: models.BaseModel) -> int:
    """In mass mail none: there each record is a recipient, and counted as such."""
    if composer.composition_mode != "comment" or composer.model not in composer.env:
        return 0
    records = composer.env[composer.model].browse(composer._evaluate_res_ids())
    subtype = composer.subtype_id.id or NOTE
    return count(records.exists(), subtype, composer.partner_ids.ids)
