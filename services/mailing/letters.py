"""Odoo's wizards that mail an invoice or a quotation, filled in by a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odoo import fields, models
from odoo.tools import config, html2plaintext, plaintext2html

from ..compat.orders import fields_of_invoice_mail
from ..errors import ToolError
from ..pressing import asking
from .answers import LetterParams

# characters of the text that a preview shows
SHOWN = 600
LEFT = ("ready", "process", "pending", "sent")


@dataclass(frozen=True)
class Letter:
    """A mail that is ready to leave.

    Attributes:
        record: the document.
        partners: whom the mail is addressed to.
        text: as it reads, without markup.
        attachments: names of the files that go with it.
        files: those of them that are there already, and not printed for it.
        post: presses the wizard's button.
    """

    record: models.BaseModel
    partners: models.BaseModel
    subject: str
    text: str
    attachments: list[str]
    files: models.BaseModel
    post: Callable[[], Any]

    def require_sendable(self, again: bool) -> None:
        """Raises ToolError: nobody to mail it to, or they have it already."""
        env = self.record.env
        without = self.partners.filtered(lambda partner: not partner.email)
        if not self.partners or without:
            who = without or self.record.partner_id
            raise ToolError(
                env._(
                    "Nothing was sent: %s has no e-mail address. Add it to the contact, "
                    "or name others in partner_ids."
                )
                % ", ".join(who.mapped("display_name"))
            )
        if not again and (earlier := _earlier(self)):
            raise asking(earlier, "again", {True: env._("mail it once more")})

    def announced(self) -> str:
        """What a preview says: to whom it goes, with what, and that it is final."""
        env = self.record.env
        text = env._(
            "Mails %(name)s to %(to)s. Subject: %(subject)s. Attached: %(files)s. "
            "No undo calls a mail back. Text: %(text)s",
            name=self.record.display_name,
            to=", ".join(map(address, self.partners)),
            subject=self.subject,
            files=", ".join(self.attachments) or env._("nothing"),
            text=f"{self.text[:SHOWN]}…" if len(self.text) > SHOWN else self.text,
        )
        return "\n".join(filter(None, [text, _followers(self), no_server(env)]))

    def bound(self) -> str:
        """What a confirmation binds of it: all of the text, and what its files hold."""
        # sudo: what is bound is not shown
        files = self.files.sudo().sorted("id")
        held = [f"{file.name} {file.checksum}" for file in files]
        return "\n".join([self.announced(), self.text, *held])


def invoice(move: models.BaseModel, params: LetterParams) -> Letter:
    """The wizard of *Send* on a posted invoice, set to mail only."""
    wizards = move.env["account.move.send.wizard"].with_context(
        active_model=move._name, active_ids=move.ids
    )
    wizard = wizards.create({"move_id": move.id})
    wizard.sending_methods = ["email"]
    partners, subject, body = fields_of_invoice_mail(wizard)
    _fill(wizard, params, partners, subject, body)
    files = wizard._get_sending_settings()["mail_attachments_widget"]
    files = [file for file in files if not file.get("skip")]
    return Letter(
        move,
        wizard[partners],
        wizard[subject],
        _plain(wizard[body]),
        [file["name"] for file in files],
        move.env["ir.attachment"].browse(_ids(files)),
        wizard.action_send_and_print,
    )


def quotation(order: models.BaseModel, params: LetterParams) -> Letter:
    """The wizard of *Send* on a quotation or order."""
    action = order.action_quotation_send()
    wizard = order.env[action["res_model"]].with_context(**action["context"]).create({})
    _fill(wizard, params, "partner_ids", "subject", "body")
    return Letter(
        order,
        wizard.partner_ids,
        wizard.subject,
        _plain(wizard.body),
        wizard.attachment_ids.mapped("name"),
        wizard.attachment_ids.filtered(lambda a: a.res_model != wizard._name),
        wizard.action_send_mail,
    )


def _fill(
    wizard: models.BaseModel,
    params: LetterParams,
    partners: str,
    subject: str,
    body: str,
) -> None:
    """Fill in what the call says; the rest stays as Odoo proposes it."""
    text = params.message and plaintext2html(params.message)
    values = {partners: params.partner_ids, subject: params.subject, body: text}
    if given := {name: value for name, value in values.items() if value}:
        wizard.write(given)


def _ids(files: list[dict[str, Any]]) -> list[int]:
    """Ids of files of the wizard's list; those still to be printed have none."""
    return [file["id"] for file in files if isinstance(file["id"], int)]


def _plain(body: str) -> str:
    return html2plaintext(body or "", include_references=False).strip()


def address(partner: models.BaseModel) -> str:
    """``Name <mail>`` as a person reads it."""
    return f"{partner.display_name} <{partner.email or '–'}>"


def no_server(env: Any) -> str | None:
    """A warning if no outgoing mail server is set up; else None."""
    # sudo: whether there is one, nothing of it
    if env["ir.mail_server"].sudo().search_count([], limit=1):
        return None
    if config.get("smtp_server") not in (None, "", "localhost"):
        return None
    return env._("Odoo has no outgoing mail server: it will hardly leave this machine.")


def _earlier(letter: Letter) -> str | None:
    """When the document with its files was last mailed to one of them; or None."""
    mails = letter.record.message_ids.filtered("attachment_ids").notification_ids
    mails = mails.filtered(
        lambda n: (
            n.notification_type == "email"
            and n.notification_status in LEFT
            and n.res_partner_id in letter.partners
        )
    )
    if not mails:
        return None
    last = mails.mail_message_id.sorted("date")[-1]
    who = mails.filtered(lambda n: n.mail_message_id == last).res_partner_id
    return letter.record.env._(
        "%(name)s was mailed to %(to)s on %(day)s already.",
        name=letter.record.display_name,
        to=", ".join(map(address, who)),
        day=fields.Datetime.context_timestamp(letter.record, last.date).date(),
    )


def _followers(letter: Letter) -> str | None:
    """Who else gets the mail because he follows the document."""
    env, record = letter.record.env, letter.record
    comment = env.ref("mail.mt_comment")
    found = env["mail.followers"]._get_recipient_data(
        record, "comment", comment.id, pids=letter.partners.ids
    )[record.id]
    skipped = {*letter.partners.ids, env.user.partner_id.id}
    ids = [
        partner
        for partner, told in found.items()
        if told["notif"] == "email" and told["active"] and partner not in skipped
    ]
    if not ids:
        return None
    names = ", ".join(env["res.partner"].browse(ids).mapped("display_name"))
    return env._("Its followers are mailed too: %s.") % names
