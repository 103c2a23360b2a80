"""OAuth clients: registered dynamically, by their metadata document, or by hand."""

from __future__ import annotations

import secrets as random
from datetime import timedelta
from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.base.models.res_users import check_identity

from ..services import settings
from ..services.callers import addresses
from ..services.oauth import redirects, registration, secrets
from ..services.purging import purge
from ..services.running import is_in_call
from .mcp_key import MODES

UNUSED = timedelta(days=7)

# what a service account stands on
SERVICE = frozenset(("service_user_id", "auth_method", "secret_hash"))


class McpOauthClient(models.Model):
    _name = "mcp.oauth.client"
    _description = "MCP OAuth Client"
    _order = "id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("manual", "Made here"),
            ("dynamic", "Registered itself"),
            ("document", "Described by its address"),
        ],
        default="manual",
        required=True,
        readonly=True,
    )
    client_id = fields.Char(
        "Client ID",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: random.token_urlsafe(16),
    )
    redirect_uris = fields.Text("Redirect URIs", help="One a line.")
    auth_method = fields.Selection(
        [
            ("none", "None (public client)"),
            ("client_secret_basic", "Secret, in the header"),
            ("client_secret_post", "Secret, in the body"),
        ],
        "Authentication",
        default="none",
        required=True,
    )
    secret_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    active = fields.Boolean(default=True, help="Off: blocked.")
    approved = fields.Boolean(
        help="May connect where Settings admit approved clients only."
    )
    mode = fields.Selection(
        MODES,
        "At most",
        default="administrator",
        required=True,
        help="The most that users can grant to this client.",
    )
    addresses = fields.Char(
        help="Networks it works from, e.g. 10.0.0.0/8, separated by commas or spaces; "
        "empty: all."
    )
    service_user_id = fields.Many2one(
        "res.users",
        "Service account",
        domain=[("share", "=", False)],
        help="The client gets tokens of this user by itself (client credentials).",
    )
    registered_from = fields.Char("Registered from", readonly=True, copy=False)
    read_at = fields.Datetime("Document read", readonly=True, copy=False)
    grant_ids = fields.One2many("mcp.oauth.grant", "client_id", readonly=True)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_oauth_client_uniq "
            "ON mcp_oauth_client (client_id)"
        )

    # ------------------------------------------------------------------ finding

    @api.model
    def _of(self, client_id: str) -> McpOauthClient:
        """The live client of an id, in superuser mode; empty for any other.

        It is known or it is not: nobody who has proven nothing makes this server
        send requests.
        """
        return self._stored(client_id).filtered("active")

    def _stored(self, client_id: str) -> McpOauthClient:
        # sudo: users connect clients that they may not see
        clients = self.sudo().with_context(active_test=False)
        if "\0" in client_id:
            # PostgreSQL would fail
            return clients.browse()
        return clients.search([("client_id", "=", client_id)])

    def _redirect_of(self, asked: str) -> str | None:
        """``asked``, when the client may be answered there."""
        registered = (self.redirect_uris or "").split()
        if redirects.is_acceptable(asked) and any(
            redirects.matches(uri, asked) for uri in registered
        ):
            return asked
        return None

    def _may_connect(self) -> bool:
        """Whether Settings admit it: all clients, or those approved here."""
        if not settings.get(self.env, "oauth_approved_only"):
            return True
        return self.approved or self.kind == "manual"

    def _is_proven(self, secret: str | None) -> bool:
        """Whether the client is who it says: by its secret, or public by nature."""
        if self.auth_method == "none":
            return not secret
        # sudo: the hash is closed to everybody
        kept = self.sudo().secret_hash
        return bool(secret and kept) and secrets.is_same(secrets.digest(secret), kept)

    # -------------------------------------------------------------- registration

    @api.model
    def _register_itself(self, data: Any, address: str | None) -> dict[str, Any]:
        """Dynamic registration; answers client information (RFC 7591, 3.2.1).

        Raises:
            OAuthError: the metadata do not do.
        """
        said = registration.read(data)
        method = said.token_endpoint_auth_method
        # sudo: clients register themselves
        client = self.sudo().create(
            {
                "name": said.name,
                "kind": "dynamic",
                "redirect_uris": "\n".join(said.redirect_uris),
                "auth_method": method,
                "registered_from": address,
            }
        )
        secret = client._renew_secret() if method != "none" else None
        client._note("oauth_client_registered")
        return client._information(secret)

    def _information(self, secret: str | None) -> dict[str, Any]:
        issued = int(self.create_date.timestamp())
        known = {"client_secret": secret, "client_secret_expires_at": 0}
        return {
            "client_id": self.client_id,
            "client_id_issued_at": issued,
            "client_name": self.name,
            "redirect_uris": self.redirect_uris.split(),
            "token_endpoint_auth_method": self.auth_method,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            **(known if secret else {}),
        }

    def _renew_secret(self) -> str:
        secret = secrets.new(secrets.CLIENT)
        # sudo: the hash is closed to everybody; callers have checked who asks
        self.sudo().secret_hash = secrets.digest(secret)
        return secret

    # ------------------------------------------------------------------ people

    @check_identity
    def action_new_secret(self):
        """Give a client made here a new secret, and show it once."""
        self.ensure_one()
        self._refuse_assistants()
        self.check_access("write")
        self._refuse_for_others()
        if self.auth_method == "none":
            raise ValidationError(_("A public client has no secret."))
        secret = self._renew_secret()
        self._note("oauth_client_secret_renewed")
        # sudo: nobody creates these rows by himself
        show = self.env["mcp.oauth.client.show"].sudo()
        shown = show.create({"client_id": self.client_id, "secret": secret})
        return {
            "type": "ir.actions.act_window",
            "name": _("The client's secret"),
            "res_model": shown._name,
            "res_id": shown.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_assistants()
        clients = super().create(vals_list)
        # after it: a default of the context names a user as well
        clients._refuse_for_others()
        return clients

    def write(self, vals):
        self._refuse_assistants()
        is_blocking = set(vals) == {"active"} and not vals["active"]
        if not is_blocking:
            self._refuse_for_others()
        is_same = SERVICE.isdisjoint(vals)
        served = [] if is_same else [(c, c.service_user_id) for c in self]
        done = super().write(vals)
        for client, user in served:
            client._end_service(user)
        if not is_blocking:
            self._refuse_for_others()
        if not vals.get("active", True):
            # sudo: blocking a client ends what anybody granted it
            self.sudo().grant_ids._revoke("oauth_client_blocked")
        return done

    def _end_service(self, user: models.BaseModel) -> None:
        """What the client got as ``user`` ends with its secret, or with the account."""
        # sudo: as with blocking
        grants = self.sudo().grant_ids.filtered(lambda grant: grant.user_id == user)
        grants._revoke("oauth_service_changed")

    def unlink(self):
        self._refuse_assistants()
        # sudo: as above
        self.sudo().grant_ids._revoke("oauth_client_deleted")
        return super().unlink()

    def _refuse_assistants(self) -> None:
        if is_in_call():
            raise AccessError(_("Clients are managed by a person in Odoo."))

    def _refuse_for_others(self) -> None:
        """Whoever has the secret of a service account is its user.

        So only who reaches the keys of others makes or widens one for somebody else;
        an MCP administrator may block and delete it.
        """
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if self.service_user_id - self.env.user:
            raise AccessError(
                _("Only an Odoo administrator changes the service account of others.")
            )

    def _note(self, event: str) -> None:
        for client in self:
            facts = {"id": client.id, "client_id": client.client_id}
            self.env["mcp.audit.log"]._note(event, {**facts, "name": client.name})

    @api.constrains("redirect_uris")
    def _check_redirect_uris(self) -> None:
        for client in self:
            for uri in (client.redirect_uris or "").split():
                if not redirects.is_acceptable(uri):
                    raise ValidationError(
                        _("Not https, this machine, or an app's own scheme: %s") % uri
                    )

    @api.constrains("redirect_uris", "auth_method", "kind")
    def _check_way_back(self) -> None:
        """Without one nobody could ever connect it."""
        ours = self.filtered(lambda c: c.kind == "manual" and c.auth_method == "none")
        if not all((client.redirect_uris or "").split() for client in ours):
            raise ValidationError(_("A public client needs a redirect URI."))

    @api.constrains("addresses")
    def _check_addresses(self) -> None:
        wrong = [text for c in self for text in addresses.unreadable(c.addresses)]
        if wrong:
            raise ValidationError(
                _("%s is not an address or a network, such as 10.0.0.0/8.")
                % ", ".join(wrong)
            )

    @api.constrains("service_user_id", "auth_method")
    def _check_service_user(self) -> None:
        if any(c.service_user_id and c.auth_method == "none" for c in self):
            raise ValidationError(_("A service account needs a client with a secret."))

    @api.autovacuum
    def _gc_unused(self) -> None:
        """Delete clients that registered themselves a week ago and were never used."""
        before = fields.Datetime.now() - UNUSED
        domain = [
            ("kind", "!=", "manual"),
            ("active", "=", True),
            ("approved", "=", False),
            ("create_date", "<", before),
            ("grant_ids", "=", False),
        ]
        purge(self, domain)


class McpOauthClientShow(models.TransientModel):
    """Shows a secret once; the row goes with the next vacuum."""

    _name = "mcp.oauth.client.show"
    _description = "New secret of an MCP OAuth Client"
    _transient_max_hours = 0.1

    client_id = fields.Char("Client ID", readonly=True)
    secret = fields.Char(readonly=True)
