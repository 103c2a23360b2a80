"""Whoever has a service account's secret is its user: who may make and change one."""

from __future__ import annotations

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..oauth_case import OauthCase

REFUSED = "Only an Odoo administrator"
SECRET = {"auth_method": "client_secret_post"}


@tagged("post_install", "-at_install")
class TestOauthServiceRights(OauthCase):
    def setUp(self):
        super().setUp()
        self.mcp_admin = self.mcp_user("odoo_mcp.group_administrator")
        self.boss = self.env.ref("base.user_admin")

    def clients(self, user=None):
        """The model as the person uses it by the web client's RPC."""
        return self.env["mcp.oauth.client"].with_user(user or self.mcp_admin)

    def of(self, user, maker=None):
        values = {**SECRET, "name": "Reports", "service_user_id": user.id}
        return self.clients(maker or self.boss).create(values)

    def assertRefused(self, act):
        with self.assertRaisesRegex(AccessError, REFUSED):
            act()

    def test_an_mcp_administrator_makes_no_client_that_is_somebody_else(self):
        own = self.of(self.mcp_admin, self.mcp_admin)
        plain = self.clients().create({**SECRET, "name": "x"})
        defaults = {"default_service_user_id": self.boss.id}
        self.assertRefused(lambda: self.of(self.boss, self.mcp_admin))
        self.assertRefused(
            lambda: (
                self.clients().with_context(**defaults).create({**SECRET, "name": "x"})
            )
        )
        for client in (own, plain):
            self.assertRefused(lambda c=client: c.write({"service_user_id": 2}))
        self.assertRefused(lambda: self.of(self.boss).with_user(self.mcp_admin).copy())

    def test_he_takes_over_no_client_that_is_somebody_else(self):
        client = self.of(self.boss).with_user(self.mcp_admin)
        for values in (
            {"service_user_id": self.mcp_admin.id},
            {"auth_method": "client_secret_basic"},
            {"mode": "administrator"},
            {"addresses": False},
            {"active": True},
            {"active": False, "service_user_id": False},
        ):
            with self.subTest(values):
                self.assertRefused(lambda v=values: client.write(v))
        renew = client.action_new_secret.__wrapped__
        self.assertRefused(lambda: renew(client))
        self.assertFalse(client.sudo().secret_hash)

    def test_he_blocks_and_deletes_it(self):
        client = self.of(self.boss).with_user(self.mcp_admin)
        client.write({"active": False})
        self.assertFalse(client.active)
        client.unlink()
        self.assertFalse(client.exists())

    def test_his_own_and_those_of_an_odoo_administrator_are_made_as_before(self):
        for maker, user in (
            (self.mcp_admin, self.mcp_admin),
            (self.boss, self.person),
        ):
            client = self.of(user, maker)
            client.write({"mode": "observer"})
            client.action_new_secret.__wrapped__(client)
            self.assertTrue(client.sudo().secret_hash)
