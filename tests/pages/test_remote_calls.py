"""What the web client's own methods, called by hand, give away of our records: nothing."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ...services.journal.lines import ChangeSet, Line
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestRemoteCalls(McpCase):
    mcp_groups = "odoo_mcp.group_operator"

    def setUp(self):
        super().setUp()
        self.customer = new_test_user(
            self.env, login="mcp_customer", groups="base.group_portal"
        )

    def test_nobody_takes_his_own_key_out_of_the_list_of_keys(self):
        keys = self.env["mcp.key"].with_user(self.mcp_caller)
        self.env["mcp.key"]._mcp_generate(self.mcp_caller, "mine", trusted=False)
        key = keys.search([("name", "=", "mine")])
        for name in ("prefix", "last_use", "last_address", "key_hash"):
            with self.subTest(name), self.assertRaises(AccessError):
                key.write({name: False})
        self.assertTrue(key.prefix)

    def test_nobody_trusts_his_own_key_by_a_context(self):
        given = {
            "default_trusted": True,
            "default_key_hash": "a" * 64,
            "default_prefix": "mcp_mine",
            "default_is_server_key": True,
            "default_name": "by context",
        }
        keys = self.env["mcp.key"].with_user(self.mcp_caller).with_context(**given)
        key = keys.create({}).sudo()
        self.assertEqual(key.name, "by context")
        for name in ("trusted", "key_hash", "prefix", "is_server_key"):
            self.assertFalse(key[name], name)

    def onchange(self, user, model, values, *names):
        records = self.env[model].with_user(user)
        return records.onchange(values, list(values), {name: {} for name in names})

    def test_a_form_computes_nothing_for_whoever_may_not_make_one(self):
        before, after = {"comment": "before"}, {"comment": "secret"}
        partner = self.env["res.partner"].create({"name": "Jane"})
        line = Line("res.partner", partner.id, "write", before=before, after=after)
        texts = {"summary": "x", "tool": "x", "call_id": "x", "kind": "change"}
        kept = self.env["mcp.change"]._keep(ChangeSet([line]), texts)
        for user in (self.customer, self.mcp_caller):
            values = {"line_ids": [[4, kept.line_ids.id, 0]], "user_id": user.id}
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.onchange(user, "mcp.change", values, "diff", "record_names")
            values = {"credential": "key:1", "user_id": 2}
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.onchange(user, "mcp.audit.log", values, "credential_name")

    def test_settings_are_told_to_administrators_alone(self):
        self.env["ir.config_parameter"].set_param("mcp.phone_home_secret", "sesame")
        names = ["mcp_phone_home_secret", "mcp_file_roots", "mcp_stage"]
        for user in (self.customer, self.mcp_caller):
            with self.subTest(user=user.login):
                settings = self.env["res.config.settings"].with_user(user)
                self.assertEqual(settings.default_get(names), {})
        settings = self.env["res.config.settings"]
        administrator = settings.with_user(self.env.ref("base.user_admin"))
        self.assertEqual(administrator.default_get(names)[names[0]], "sesame")

    def approval(self):
        expiry = "2099-01-01"
        values = {"summary": "Hush", "user_id": self.env.uid, "expiry": expiry}
        return self.env["mcp.approval"].create(values)

    def decision(self):
        return self.env["mcp.decision"].create({"name": "Hush"})

    def test_a_refusal_is_begun_only_of_what_one_may_see(self):
        for model, name, record in (
            ("mcp.approval.refusal", "approval_id", self.approval()),
            ("mcp.decision.refusal", "decision_id", self.decision()),
        ):
            refusals = self.env[model].with_user(self.mcp_caller)
            with self.subTest(model), self.assertRaises(AccessError):
                refusals.create({name: record.id, "reason": "x"})

    def test_a_notification_does_not_tell_the_name_of_what_one_may_not_see(self):
        article = self.env["mcp.article"].create({"name": "Hush"})
        me = self.mcp_caller.partner_id.ids
        for record in (article, self.approval()):
            mine = record.with_user(self.mcp_caller)
            with self.subTest(record._name), self.assertRaises(AccessError):
                mine.message_notify(partner_ids=me, body="hello")

    def test_a_form_does_not_tell_whose_a_private_article_is(self):
        private = self.env["mcp.article"].create({"name": "Hush"})
        self.assertEqual(private.category, "private")
        values = {"parent_id": private.id, "name": "Below"}
        with self.assertRaises(AccessError):
            self.onchange(self.mcp_caller, "mcp.article", values, "owner_id")
        private.category = "workspace"
        self.onchange(self.mcp_caller, "mcp.article", values, "owner_id")

    def test_a_form_names_nothing_that_one_may_not_see(self):
        named = {"fields": {"display_name": {}}}
        article = self.env["mcp.article"].create({"name": "Hush"})
        approval, decision = self.approval(), self.decision()
        for model, name, record in (
            ("mcp.article", "parent_id", article),
            ("mcp.article", "child_ids", article),
            ("mcp.approval.refusal", "approval_id", approval),
            ("mcp.decision.refusal", "decision_id", decision),
        ):
            value = [[4, record.id, 0]] if name == "child_ids" else record.id
            forms = self.env[model].with_user(self.mcp_caller)
            default = forms.with_context(**{f"default_{name}": value})
            with self.subTest(f"{model}.{name}"):
                with self.assertRaises(AccessError):
                    default.onchange({}, [], {name: named})
                with self.assertRaises(AccessError):
                    forms.onchange({name: value}, [name], {name: named})
                with self.assertRaises(AccessError):
                    default.default_get([name])

    def test_every_form_of_ours_keeps_names_that_are_not_everybodys(self):
        for name, model in self.env.items():
            mine = model.with_user(self.mcp_caller)
            if not name.startswith("mcp.") or "test" in name:
                continue
            if not mine.has_access("create"):
                continue
            links = {
                field.name
                for field in model._fields.values()
                if field.type == "many2one" and field.comodel_name.startswith("mcp.")
            }
            with self.subTest(name):
                self.assertLessEqual(links, set(getattr(model, "_seen_links", ())))

    def test_a_customer_may_list_models_where_customers_may_read(self):
        self.env["ir.config_parameter"].set_param("mcp.allow_portal", "True")
        for tool, arguments in (
            ("list_models", {}),
            ("search", {"query": "x"}),
            ("get_capabilities", {}),
        ):
            with self.subTest(tool):
                call = self.make_call(tool, arguments, user=self.customer)
                self.assertAnswers(self.answer(call))

    def test_machines_that_get_what_users_are_told_are_closed(self):
        self._mcp_caller = self.env.ref("base.user_admin")
        for model, values in (
            ("mail.push.device", {"partner_id": 1, "endpoint": "x", "keys": "{}"}),
            ("mail.ice.server", {"uri": "x"}),
            ("mail.alias.domain", {"name": "x.example"}),
            ("ir.logging", {"name": "x"}),
        ):
            with self.subTest(model):
                principal = self.principal(toolsets=frozenset({"records"}))
                arguments = {"model": model, "values": values}
                call = self.make_call("create_records", arguments, principal=principal)
                self.assertRefused(self.answer(call), model, "closed")

    def test_a_filter_of_a_client_is_its_user_s_own(self):
        self._mcp_caller = self.mcp_user("odoo_mcp.group_operator")
        values = {"name": "Mine", "model_id": "res.partner", "is_default": True}
        self.assertAnswers(
            self.call("create_records", model="ir.filters", values=values)
        )
        found = self.env["ir.filters"].search([("name", "=", "Mine")])
        name = "user_ids" if "user_ids" in found._fields else "user_id"
        self.assertEqual(found[name], self.mcp_caller)
