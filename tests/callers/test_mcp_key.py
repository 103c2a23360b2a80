"""Keys: who makes them, for whom, and what stays closed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...services.callers.principal import Mode
from ...services.current_call import inside_a_call
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestMcpKey(McpCase):
    def keys(self, user: Any):
        return self.env["mcp.key"].with_user(user)

    def generate(self, user: Any = None, **values: Any):
        user = user or self.mcp_caller
        secret = self.env["mcp.key"]._mcp_generate(user, "test", **values)
        return secret, self.env["mcp.key"].search([], limit=1)

    def test_a_key_that_is_remembered_ends_with_the_second_it_expires(self):
        moment = fields.Datetime.now()
        secret, _key = self.generate(expires=moment + timedelta(minutes=10))
        keys = self.env["mcp.key"]
        self.assertTrue(keys._row(secret))
        for minutes, in_force in ((9, True), (10, False)):
            later = moment + timedelta(minutes=minutes)
            with patch.object(fields.Datetime, "now", lambda later=later: later):
                self.assertEqual(bool(keys._row(secret)), in_force, minutes)

    def acts(self, event: str) -> int:
        return self.env["mcp.audit.log"].search_count([("tool", "=", event)])

    def test_a_key_has_256_random_bits_and_is_kept_as_a_hash_only(self):
        secret, key = self.generate()
        other, _key = self.generate()
        self.assertNotEqual(secret, other)
        self.assertEqual(len(secret), len("mcp_") + 43)
        expected = hashlib.sha256(secret.encode()).hexdigest()
        self.assertEqual(key.sudo().key_hash, expected)
        self.env.flush_all()
        self.env.cr.execute("SELECT to_jsonb(k)::text FROM mcp_key k")
        self.assertNotIn(secret[12:], str(self.env.cr.fetchall()))

    def test_a_user_makes_a_key_for_himself_and_sees_no_other(self):
        user, other = self.mcp_user(), self.mcp_user()
        _secret, foreign = self.generate(other)
        form = Form(self.keys(user), view="odoo_mcp.mcp_key_view_form")
        form.name = "Claude Code"
        key = form.save()
        self.assertEqual(key.user_id, user)
        self.assertEqual(self.keys(user).search([]), key)
        with self.assertRaises(AccessError):
            self.keys(user).browse(foreign.id).read(["name"])

    def test_nobody_but_an_odoo_administrator_makes_a_key_for_another(self):
        other = self.mcp_user()
        values = {"name": "test", "user_id": other.id}
        for groups in (None, "odoo_mcp.group_administrator"):
            with self.subTest(groups), mute_logger("odoo.addons.base.models.ir_rule"):
                with self.assertRaises(AccessError):
                    self.keys(self.mcp_user(groups)).create(values)
        self.keys(self.env.ref("base.user_admin")).create(values)

    def test_an_mcp_administrator_sees_the_keys_of_others_and_changes_none(self):
        _secret, key = self.generate(self.env.ref("base.user_admin"))
        user = self.mcp_user("odoo_mcp.group_administrator")
        foreign = self.keys(user).browse(key.id)
        self.assertEqual(foreign.name, "test")
        for act in (
            lambda: foreign.write({"mode": "observer"}),
            foreign._generate_and_show,
            foreign.action_revoke,
            lambda: foreign._set_trusted(True),
        ):
            with mute_logger("odoo.addons.base.models.ir_rule"):
                with self.assertRaises(AccessError):
                    act()

    def test_a_new_secret_is_shown_once_and_the_one_before_is_void(self):
        user = self.mcp_user()
        secret, key = self.generate(user)
        action = self.keys(user).browse(key.id)._generate_and_show()
        shown = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        self.assertNotEqual(shown.key, secret)
        self.assertIn(shown.key, shown.variable)
        self.assertTrue(shown.url.endswith("/mcp/v1"))
        principal = self.env["mcp.key"]._principal
        self.assertIsNone(principal(secret, None))
        self.assertEqual(principal(shown.key, None).uid, user.id)

    def test_a_shown_key_is_seen_by_nobody_else(self):
        _secret, key = self.generate(self.env.ref("base.user_admin"))
        admin = self.keys(self.env.ref("base.user_admin")).browse(key.id)
        action = admin._generate_and_show()
        show = self.env["mcp.key.show"].browse(action["res_id"])
        with self.assertRaises(AccessError):
            show.with_user(self.mcp_user()).read(["key"])

    def test_what_only_the_server_sets_is_not_set_by_hand(self):
        admin = self.keys(self.env.ref("base.user_admin"))
        key = admin.create({"name": "test"})
        for values in (
            {"key_hash": "0" * 64},
            {"trusted": True},
            {"is_server_key": True},
            {"prefix": "mcp_x"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                admin.create({"name": "test", **values})
            with self.subTest(values), self.assertRaises(AccessError):
                key.write(values)
        with self.assertRaises(AccessError):
            # in no list of keys without its beginning
            key.write({"prefix": False})
        with self.assertRaises(AccessError):
            key.user_id = self.mcp_user()

    def test_only_an_administrator_makes_his_key_trusted_and_it_is_audited(self):
        user = self.mcp_user("odoo_mcp.group_importer")
        _secret, own = self.generate(user)
        with self.assertRaises(AccessError):
            self.keys(user).browse(own.id)._set_trusted(True)
        before = self.acts("key_trusted")
        self.keys(self.env.ref("base.user_admin")).browse(own.id)._set_trusted(True)
        self.assertTrue(own.trusted)
        self.assertEqual(self.acts("key_trusted"), before + 1)
        before = self.acts("key_distrusted")
        self.keys(user).browse(own.id).trusted = False
        self.assertFalse(own.trusted)
        self.assertEqual(self.acts("key_distrusted"), before + 1)

    def test_the_buttons_that_open_something_ask_for_the_password(self):
        _secret, key = self.generate()
        for act in (
            key.action_generate,
            key.action_trust,
            self.env["res.config.settings"].action_mcp_server_key,
        ):
            with self.assertRaisesRegex(UserError, "over HTTP"):
                act()

    def test_a_revoked_key_stays_revoked(self):
        user = self.mcp_user()
        secret, key = self.generate(user)
        self.keys(user).browse(key.id).action_revoke()
        self.assertFalse(key.active or key.sudo().key_hash)
        self.assertIsNone(self.env["mcp.key"]._principal(secret, None))
        with self.assertRaises(UserError):
            key.active = True
        self.assertEqual(self.acts("key_revoked"), 1)

    def test_an_mcp_client_changes_no_key_whatever_its_user_may(self):
        _secret, key = self.generate(self.env.ref("base.user_admin"))
        own = self.keys(self.env.ref("base.user_admin")).browse(key.id)
        acts = (
            lambda: own.write({"mode": "observer"}),
            lambda: own.create({"name": "test"}),
            lambda: own.sudo().write({"trusted": True}),
            own.unlink,
            own.action_revoke,
            own._generate_and_show,
        )
        call = self.make_call(self.env["mcp.catalog"]._of_kind("tool")[0].name)
        for act in acts:
            with (
                inside_a_call(call),
                self.assertRaisesRegex(AccessError, "not through"),
            ):
                act()
        own.mode = "observer"

    def test_values_that_mean_nothing_are_refused(self):
        _secret, key = self.generate()
        foreign = self.env["res.company"].create({"name": "Foreign"})
        for values in (
            {"addresses": "10.0.0.0/8, there"},
            {"toolsets": "developer, nothing"},
            {"company_ids": [(6, 0, foreign.ids)]},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                key.write(values)

    def test_a_copy_of_a_key_opens_nothing(self):
        _secret, key = self.generate(trusted=True)
        copy = key.copy()
        self.assertFalse(copy.sudo().key_hash or copy.trusted or copy.prefix)

    def test_the_principal_of_a_key_carries_its_limits(self):
        secret, _key = self.generate(mode="operator", toolsets="developer")
        found = self.env["mcp.key"]._principal(secret, "192.0.2.1")
        self.assertEqual(found.ceiling, Mode.OPERATOR)
        self.assertEqual(found.toolsets, frozenset({"developer"}))
        self.assertIsNone(found.companies)
        self.assertFalse(found.trusted)
        trusted, _key = self.generate(trusted=True)
        self.assertTrue(self.env["mcp.key"]._principal(trusted, None).trusted)

    def test_a_key_says_how_far_it_goes_with_the_mode_of_its_user(self):
        operator = self.mcp_user("odoo_mcp.group_operator")
        for mode, works_as in (("observer", "observer"), ("administrator", "operator")):
            _secret, key = self.generate(operator, mode=mode)
            self.assertEqual(key.with_user(operator).works_as, works_as)
        form = Form(self.keys(operator), view="odoo_mcp.mcp_key_view_form")
        self.assertEqual((form.mode, form.works_as), ("administrator", "operator"))
        _secret, key = self.generate(self.mcp_user(None))
        self.assertEqual(key.works_as, "none")

    def test_a_key_that_is_not_active_opens_nothing_even_with_its_hash(self):
        secret, key = self.generate()
        self.env.flush_all()
        self.env.cr.execute("UPDATE mcp_key SET active = false WHERE id = %s", key.ids)
        self.assertIsNone(self.env["mcp.key"]._principal(secret, None))

    def test_finding_a_key_costs_one_query(self):
        secret, _key = self.generate()
        find = self.env["mcp.key"]._principal
        find(secret, None)
        self.env.flush_all()
        with self.assertQueryCount(1):
            find(secret, None)

    def test_rotating_the_server_key_ends_the_one_before(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        admin = self.env.ref("base.user_admin")
        page = self.env["res.config.settings"].with_user(admin)
        page = page.create({"mcp_server_key_user_id": user.id})
        secrets = []
        for _time in range(2):
            action = page._mcp_rotate_server_key()
            secrets.append(self.env["mcp.key.show"].browse(action["res_id"]).key)
        find = self.env["mcp.key"]._principal
        self.assertIsNone(find(secrets[0], None))
        self.assertEqual(find(secrets[1], None).uid, user.id)

    def test_the_server_key_stands_for_the_user_of_the_setting_later_too(self):
        """Links and streams of some minutes ago ask whom it stands for now."""
        _secret, key = self.generate(is_server_key=True)
        for user, known in ((self.mcp_caller, True), (self.mcp_user(), False)):
            name = "mcp.server_key_user_id"
            self.env["ir.config_parameter"].set_param(name, str(user.id))
            self.assertIs(bool(key._principal_again(key.id)), known)

    def test_the_server_key_is_made_for_internal_users_by_administrators(self):
        admin = self.env.ref("base.user_admin")
        page = self.env["res.config.settings"].with_user(admin).create({})
        page.mcp_server_key_user_id = False
        with self.assertRaises(UserError):
            page._mcp_rotate_server_key()
        page.mcp_server_key_user_id = admin
        with self.assertRaises(AccessError):
            page.with_user(self.mcp_user())._mcp_rotate_server_key()

    def test_preferences_lead_to_ones_own_keys(self):
        user = self.mcp_user()
        _secret, own = self.generate(user)
        self.generate()
        action = user.with_user(user).action_mcp_keys()
        found = self.keys(user).search(action["domain"])
        self.assertEqual(found, own)


@tagged("post_install", "-at_install")
class TestGroups(McpCase):
    def test_the_first_administrator_is_a_developer_and_nobody_else(self):
        group = self.env.ref("odoo_mcp.group_developer")
        members = (
            self.env["res.users"]
            .search([])
            .filtered(lambda user: user.has_group("odoo_mcp.group_developer"))
        )
        self.assertEqual(members, self.env.ref("base.user_admin"))
        self.assertTrue(group)

    def test_modes_contain_one_another_and_odoo_administrators_have_the_highest(self):
        user = self.mcp_user("odoo_mcp.group_administrator")
        for name in ("importer", "operator", "observer"):
            self.assertTrue(user.has_group(f"odoo_mcp.group_{name}"))
        self.assertFalse(user.has_group("odoo_mcp.group_developer"))
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin.has_group("odoo_mcp.group_administrator"))

    def test_the_user_form_offers_modes_as_one_choice(self):
        observer = self.env.ref("odoo_mcp.group_observer")
        developer = self.env.ref("odoo_mcp.group_developer")
        shown = "category_id" if "category_id" in observer._fields else "privilege_id"
        self.assertEqual(observer[shown].name, "MCP Access")
        self.assertEqual(developer[shown].name, "MCP Developer Tools")
        administrator = self.env.ref("odoo_mcp.group_administrator")
        self.assertEqual(administrator[shown], observer[shown])
