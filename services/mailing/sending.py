"""Sends a mail, and answers what Odoo noted about it.

Odoo sends mails after the commit, so that none leaves for a change that is rolled back.
So the transaction is committed here (the tools are ``external``). What is read after
that is what became of the mail.
"""

from __future__ import annotations

from odoo import models

from .. import external_effect
from ..errors import ToolError
from ..orm.document import fresh, head
from .answers import Mailed, Recipient
from .letters import Letter, address, no_server

STATES = {
    "ready": "queued",
    "process": "queued",
    "pending": "sent",
    "sent": "sent",
    "bounce": "bounced",
    "exception": "failed",
    "canceled": "cancelled",
}
LONGEST = 300


def send(letter: Letter) -> Mailed:
    """Post the mail and answer what became of it.

    Raises:
        ToolError: Odoo posted nothing, or no mail left; with the facts of it.
    """
    record = letter.record
    known = set(record.message_ids.ids)
    letter.post()
    external_effect.commit_so_far(record.env)
    posted = fresh(record).message_ids.filtered(
        lambda m: m.id not in known and m.notification_ids
    )
    if not posted:
        raise ToolError(record.env._("Odoo mailed nothing to anybody."), **head(record))
    mailed = _mailed(letter, posted.sorted("id")[-1])
    if mailed.mail == "failed":
        raise _failed(record, mailed)
    return mailed


def _mailed(letter: Letter, message: models.BaseModel) -> Mailed:
    rows = [_recipient(notification) for notification in message.notification_ids]
    warning = no_server(message.env)
    return Mailed(
        **head(letter.record),
        mail=_sum({row.state for row in rows}),
        subject=message.subject or letter.subject,
        recipients=rows,
        attachments=message.attachment_ids.mapped("name"),
        message_id=message.id,
        warnings=[warning] if warning else [],
    )


def _sum(states: set[str]) -> str:
    """One word for how far the mail got."""
    if states <= {"sent", "inbox"}:
        return "sent"
    if states <= {"sent", "inbox", "queued"}:
        return "queued"
    return "partly" if states & {"sent", "queued"} else "failed"


def _recipient(notification: models.BaseModel) -> Recipient:
    partner = notification.res_partner_id
    if notification.notification_type != "email":
        return Recipient(to=address(partner), state="inbox")
    state = STATES[notification.notification_status]
    failed = state not in ("sent", "queued")
    reason = notification.format_failure_reason() if failed else None
    if failed and notification.failure_reason:
        reason = f"{reason}: {notification.failure_reason}"[:LONGEST]
    return Recipient(to=address(partner), state=state, reason=reason)


def _failed(record: models.BaseModel, mailed: Mailed) -> ToolError:
    text = record.env._(
        "No mail left: %(why)s. Odoo keeps it with %(name)s as failed; mend the cause, "
        "then call again.",
        why="; ".join(row.line() for row in mailed.recipients),
        name=record.display_name,
    )
    return external_effect.harmless(ToolError(text, **mailed.facts()))
