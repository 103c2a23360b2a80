"""Whom a mail goes to: what a confirmation binds of it, whatever becomes of the mail.

A mail that is sent at once is deleted as it is sent, and one of a preview stays queued;
so this is told as it is made.
"""

from __future__ import annotations

from typing import Any

from odoo import models

FIELDS = frozenset("email_to email_cc email_from reply_to recipient_ids".split())


def told(mails: models.BaseModel) -> list[list[Any]]:
    """Of each mail its addresses, and the contacts with theirs."""
    # sudo: what is bound is not shown
    return [
        [mail.email_to, mail.email_cc, mail.email_from, mail.reply_to, _contacts(mail)]
        for mail in mails.sudo()
    ]


def _contacts(mail: models.BaseModel) -> list[list[Any]]:
    return [[p.id, p.email or ""] for p in mail.recipient_ids.sorted("id")]
