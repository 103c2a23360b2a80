"""Senders and recipients of templates, which outlive the call that writes them."""

from __future__ import annotations

from typing import Any

from odoo import api, models
from odoo.exceptions import AccessError

from ..services.current_call import may_open_closed

RECIPIENTS = frozenset("email_to email_cc partner_to reply_to use_default_to".split())
# templates about these, or with one, bring a link that sets the password of a login
LOGINS = ("res.users", "portal.wizard.user")
LINK = "signup"


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._mcp_refuse_sender(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._mcp_refuse_sender(vals)
        done = super().write(vals)
        self._mcp_refuse_recipients(vals)
        return done

    def _mcp_refuse_sender(self, vals: dict[str, Any]) -> None:
        """A message stands in the caller's own name, or as a person set it up.

        A copy keeps the sender of its template.
        """
        sender = vals.get("email_from")
        if not sender or self._mcp_is_free() or self._mcp_is_own(sender):
            return
        # sudo: whether a person chose it before, whoever may read it
        if not self.sudo().search_count([("email_from", "=", sender)], limit=1):
            raise AccessError(
                self.env._(
                    "Who a template sends as is closed to tools: a person sets it in "
                    "Odoo. Left empty, mails are the caller's own."
                )
            )

    def _mcp_is_own(self, sender: str) -> bool:
        return sender in (self.env.user.email, self.env.user.email_formatted)

    def _mcp_refuse_recipients(self, vals: dict[str, Any]) -> None:
        """What brings the link to somebody's password goes where Odoo sends it."""
        if self._mcp_is_free() or not RECIPIENTS.intersection(vals):
            return
        # sudo: what it is about, whoever may read it
        if any(_is_about_logins(template) for template in self.sudo()):
            raise AccessError(
                self.env._(
                    "Recipients of mails about a login are closed to tools: they bring "
                    "the link that sets its password."
                )
            )

    def _mcp_is_free(self) -> bool:
        return self.env.su or may_open_closed(self.env)


def _is_about_logins(template: models.BaseModel) -> bool:
    return template.model in LOGINS or LINK in (template.body_html or "")
