"""A tool that changes a record and then sends something out of Odoo."""

from contextlib import suppress
from email.message import EmailMessage
from typing import Literal

import requests

from odoo import models

from odoo.addons.odoo_mcp.services.declarations import (
    Effect,
    Field,
    Params,
    mcp_tool,
    state,
)

kept = requests.Session()


class LeaveParams(Params):
    id: int = Field(description="Partner.")
    way: Literal["mail", "queued", "server", "request", "caught", "before_commit"] = (
        Field(description="How something leaves Odoo.")
    )
    url: str = Field("", description="Where a request goes.")


class ProbeTools(models.AbstractModel):
    _inherit = "mcp.tools.probe"

    @mcp_tool(Effect.CHANGE)
    def _mcp_probe_leave(self, params: LeaveParams) -> str:
        """Change a partner, send something, and change it again."""
        partner = self.env["res.partner"].browse(params.id)
        partner.comment = "before"
        getattr(self, f"_{params.way}")(partner, params.url)
        partner.function = "after"
        return "sent"

    @mcp_tool(
        Effect.CHANGE,
        reaches=(state("res.partner", ("function", "in", ("after",))),),
    )
    def _mcp_probe_after(self) -> str:
        """Do what ``probe_leave`` does as well, so that a rule of this is about it."""
        return "nothing"

    def _mail(self, partner, url):
        values = {"email_to": "a@example.com", "subject": "S", "body_html": "B"}
        self.env["mail.mail"].sudo().create(values).send()

    def _queued(self, partner, url):
        self.env["mail.mail"].sudo().search([("state", "=", "outgoing")]).send()

    def _server(self, partner, url):
        server = self.env["ir.mail_server"].sudo()
        message = EmailMessage()
        message["From"], message["To"] = "me@example.com", "b@example.com"
        server.send_email(message)

    def _request(self, partner, url):
        kept.get(url, timeout=5)

    def _caught(self, partner, url):
        with suppress(Exception):
            kept.get(url, timeout=5)

    def _before_commit(self, partner, url):
        self.env.cr.precommit.add(lambda: self._mail(partner, url))
