"""Connected assistants: what a user granted to a client, until he takes it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ..services import settings
from ..services.oauth import secrets
from ..services.oauth.asked import Asked
from ..services.purging import purge
from ..services.running import is_in_call
from .mcp_key import MODES

CODE_LIFETIME = timedelta(minutes=1)
KEPT = timedelta(days=90)


class McpOauthGrant(models.Model):
    _name = "mcp.oauth.grant"
    _description = "Connected Assistant"
    _order = "id desc"
    _rec_name = "client_name"

    client_id = fields.Many2one(
        "mcp.oauth.client",
        "Client",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    client_name = fields.Char("Assistant", readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    mode = fields.Selection(MODES, "Access mode", required=True, readonly=True)
    scopes = fields.Char(readonly=True)
    asked_scopes = fields.Char(readonly=True)
    toolsets = fields.Char(readonly=True, help="Empty: all.")
    company_ids = fields.Many2many(
        "res.company",
        "mcp_oauth_grant_company_rel",
        string="Companies",
        readonly=True,
        ondelete="restrict",
        help="Empty: all of the user's.",
    )
    resource = fields.Char(readonly=True)
    redirect_uri = fields.Char("Returns to", readonly=True)
    remember = fields.Boolean("Not asked again", readonly=True)
    active = fields.Boolean("Connected", default=True, readonly=True)
    ended_by = fields.Char("Why it ended", readonly=True)
    last_use = fields.Datetime("Last use", readonly=True)
    last_address = fields.Char(readonly=True)

    # ------------------------------------------------------------------ granting

    @api.model
    def _grant(self, user: models.BaseModel, asked: Asked, **chosen: Any) -> str:
        """Keep what ``user`` granted; answers the code for the client."""
        client = self.env["mcp.oauth.client"].sudo().browse(asked.client)
        # sudo: nobody writes grants himself; this is the consent page
        grant = self.sudo().create(
            {
                "client_id": client.id,
                "client_name": client.name,
                "user_id": user.id,
                "resource": asked.resource,
                "redirect_uri": asked.redirect_uri,
                **chosen,
            }
        )
        grant._note("oauth_granted")
        return grant._code(asked)

    def _code(self, asked: Asked) -> str:
        """A code for this grant: one minute, once."""
        return self.env["mcp.oauth.token"]._issue(
            self,
            secrets.CODE,
            CODE_LIFETIME,
            redirect_uri=asked.redirect_uri,
            challenge=asked.challenge,
        )

    @api.model
    def _remembered(self, user: models.BaseModel, asked: Asked) -> McpOauthGrant:
        """A grant that the user said is to hold for the next time too."""
        # sudo: read for the user himself
        grants = self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("client_id", "=", asked.client),
                ("remember", "=", True),
                ("redirect_uri", "=", asked.redirect_uri),
                ("resource", "=", asked.resource),
            ],
            limit=1,
        )
        return grants

    def _again(self, asked: Asked) -> str:
        """A new grant like this one, for a client that connects once more."""
        return self._grant(
            self.user_id,
            asked,
            mode=self.mode,
            scopes=self.scopes,
            asked_scopes=self.asked_scopes,
            toolsets=self.toolsets,
            company_ids=[(6, 0, self.company_ids.ids)],
            remember=True,
        )

    # ------------------------------------------------------------------ ending

    def action_revoke(self):
        """The button: end this connection at once."""
        if is_in_call():
            raise AccessError(_("Connections are ended by a person in Odoo."))
        self.check_access("read")
        others = self.filtered(lambda grant: grant.user_id != self.env.user)
        if others and not self.env.user.has_group("odoo_mcp.group_administrator"):
            raise AccessError(_("Only your own connections."))
        # sudo: nobody writes grants himself; whose it is was checked
        self.sudo()._revoke("oauth_revoked")

    def _revoke(self, why: str) -> None:
        """End these grants with all their tokens; in superuser mode."""
        live = self.filtered("active")
        if not live:
            return
        live._note(why)
        live.write({"active": False, "ended_by": why, "remember": False})
        self.env["mcp.oauth.token"].search([("grant_id", "in", live.ids)]).unlink()

    @api.model
    def _of_users(self, users: models.BaseModel) -> McpOauthGrant:
        # sudo: what ends with the user, whoever changes him
        return self.sudo().search([("user_id", "in", users.ids)])

    def _note(self, event: str) -> None:
        for grant in self:
            facts = {
                "id": grant.id,
                "client": grant.client_name,
                "user_id": grant.user_id.id,
                "scopes": grant.scopes,
            }
            self.env["mcp.audit.log"]._note(event, facts)

    @api.model
    def _stopped_ids(self) -> list[int]:
        """Of what an administrator stopped; ended ones, too, until he allows it."""
        stops = self.env["mcp.stop"]
        names = (what.split(":") for what in stops._committed() | stops._names())
        return [int(n[1]) for n in names if n[0] == "oauth" and n[1].isdecimal()]

    @api.model
    def _is_stopped(self, client: models.BaseModel, user: models.BaseModel) -> bool:
        """Whether any grant of both is: another one would go round the stop."""
        # sudo: asked for the user himself, who need not see what is stopped
        grants = self.sudo().with_context(active_test=False)
        domain = [("client_id", "=", client.id), ("user_id", "=", user.id)]
        domain += [("id", "in", grants._stopped_ids())]
        return bool(grants.search_count(domain, limit=1))

    @api.autovacuum
    def _gc_old(self) -> None:
        """Delete grants 90 days after their end; end those without a live token.

        A grant whose code was never fetched ends soon: nobody is connected by it. A
        stopped one stays, since a service account would make itself another one.
        """
        now = fields.Datetime.now()
        days = settings.get(self.env, "oauth_refresh_days")
        long_ago = now - timedelta(days=days)
        idle = self.search(
            [
                "|",
                ("create_date", "<", long_ago),
                "&",
                ("last_use", "=", False),
                ("create_date", "<", now - CODE_LIFETIME),
            ]
        )
        tokens = self.env["mcp.oauth.token"]
        live = tokens.search([("expires", ">", now)]).grant_id
        stopped = self.browse(self._stopped_ids())
        (idle - live - stopped)._revoke("oauth_expired")
        ended = self.with_context(active_test=False)
        old = [("active", "=", False), ("write_date", "<", now - KEPT)]
        old += [("id", "not in", stopped.ids)]
        purge(ended, old)
