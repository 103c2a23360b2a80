"""What the pages in Odoo say is what the server does."""

from __future__ import annotations

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ...services.connecting.clients import clients
from ...services.route import endpoint
from ..common import McpCase

ADMINISTRATOR = "odoo_mcp.group_administrator"
SIGNING_IN = ("claude", "claude_code", "chatgpt", "cursor", "vs_code", "agent")


@tagged("post_install", "-at_install")
class TestPages(McpCase):
    def row(self, tool: str, groups: str):
        """What *Tools* says of a tool to a member of ``groups``."""
        page = self.env["mcp.page.tools"].with_user(self.mcp_user(groups)).describe()
        rows = [row for toolset in page["toolsets"] for row in toolset["tools"]]
        return next(row for row in rows if row["name"] == tool)

    def test_tools_say_what_needs_an_approval_to_whoever_may_call_it(self):
        self.assertFalse(self.row("update_records", ADMINISTRATOR)["approval"])
        for tool in ("update_records", "count_records"):
            self.env["mcp.rule"].create({"name": tool, "approval": True})
        for groups in (ADMINISTRATOR, "odoo_mcp.group_operator"):
            self.assertTrue(self.row("update_records", groups)["approval"], groups)
            # nobody approves what only reads
            self.assertFalse(self.row("count_records", groups)["approval"], groups)

    def test_toolsets_are_headed_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        user = self.mcp_user(ADMINISTRATOR)
        user.lang = "de_DE"
        page = self.env["mcp.page.tools"].with_user(user).with_context(lang="de_DE")
        labels = {t["name"]: t["label"] for t in page.describe()["toolsets"]}
        self.assertEqual(labels["records"], "Datensätze")
        self.assertEqual(labels["safety"], "Rückgängigmachen und Genehmigungen")

    def test_a_rule_has_its_approvers_in_its_form(self):
        form = Form(self.env["mcp.rule"], view="odoo_mcp.mcp_rule_view_form")
        form.name = "update_records"
        form.approval = True
        form.approver_ids.add(self.env.ref("base.user_admin"))
        rule = form.save()
        self.assertEqual(rule.approver_ids, self.env.ref("base.user_admin"))

    def test_every_list_of_ours_has_cards_for_a_phone(self):
        domain = [("res_model", "=like", "mcp.%"), ("view_mode", "like", "list")]
        actions = self.env["ir.actions.act_window"].search(domain)
        ours = actions.get_external_id()
        found = actions.filtered(lambda a: ours[a.id].startswith("odoo_mcp."))
        self.assertGreater(len(found), 5)
        for action in found:
            with self.subTest(action.name):
                self.assertIn("kanban", action.view_mode)
                view = self.env[action.res_model].get_view(view_type="kanban")
                self.assertTrue(view["id"], action.res_model)

    def test_keys_in_the_preferences_are_those_of_the_page_keys(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        action = user.with_user(user).action_mcp_keys()
        self.assertIn("Make a key for your assistant", action["help"])
        self.assertIn("kanban", [kind for _view, kind in action["views"]])
        self.assertEqual(action["domain"], [("user_id", "=", user.id)])

    def test_a_key_whose_user_has_no_access_mode_is_not_in_use(self):
        user = self.mcp_user()
        self.env["mcp.key"]._mcp_generate(user, "Idle")
        key = self.env["mcp.key"].search([("user_id", "=", user.id)])
        key.sudo().last_use = "2026-01-01"
        self.assertEqual(key.state, "powerless")
        page = self.env["mcp.page.connect"].with_user(user)
        self.assertEqual(page.describe()["keys"], 0)
        self.env["ir.config_parameter"].set_param("mcp.internal_users", "observe")
        key.invalidate_recordset()
        self.assertEqual(key.state, "valid")

    def test_connected_names_an_access_mode_as_the_keys_do(self):
        user = self.mcp_user()
        self.env["mcp.key"]._mcp_generate(user, "Idle")
        page = self.env["mcp.page.connected"].with_user(self.mcp_user(ADMINISTRATOR))
        users = {found["id"]: found for found in page.describe()["users"]}
        (key,) = users[user.id]["credentials"]
        self.assertEqual(key["mode"], "Nobody: the user has no access mode")

    def test_connected_reads_all_users_together(self):
        page = self.env["mcp.page.connected"].with_user(self.mcp_user(ADMINISTRATOR))

        def statements(count):
            for _user in range(count):
                self.env["mcp.key"]._mcp_generate(self.mcp_user(), "Idle")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page.describe()
            return self.env.cr.sql_log_count - before

        few = statements(2)
        self.assertLessEqual(statements(10) - few, 10)

    def connections(self, count):
        """The page Connected, and so many keys, of which the last were used last."""
        page = self.env["mcp.page.connected"].with_user(self.mcp_user(ADMINISTRATOR))
        user = self.mcp_user()
        for number in range(count):
            self.env["mcp.key"]._mcp_generate(user, f"Numbat {number}")
        keys = self.env["mcp.key"].sudo().search([("user_id", "=", user.id)])
        now = fields.Datetime.now()
        for number, key in enumerate(keys.sorted("id")):
            key.last_use = now + timedelta(minutes=number)
        return page, user

    def names(self, answer):
        return [row["name"] for u in answer["users"] for row in u["credentials"]]

    def test_connected_shows_a_page_of_those_that_called_last(self):
        page, _user = self.connections(90)
        answer = page.describe()
        newest = [f"Numbat {number}" for number in range(89, 9, -1)]
        self.assertEqual(self.names(answer), newest)
        self.assertGreaterEqual(answer["total"], 90)
        rest = self.names(page.describe(offset=80))
        self.assertEqual(rest[:10], [f"Numbat {number}" for number in range(9, -1, -1)])

    def test_connected_finds_a_key_of_any_page_by_its_name_or_its_user(self):
        page, user = self.connections(85)
        key = self.env["mcp.key"].search([("name", "=", "Numbat 33")])
        beginning = key.prefix.removesuffix("…")
        for words in (
            "numbat 33",
            f"NUMBAT {user.name} 33",
            beginning,
            f"key:{key.id}",
        ):
            found = page.describe(search=words)
            self.assertEqual(self.names(found), ["Numbat 33"], words)
            self.assertEqual(found["total"], 1)
        self.assertEqual(page.describe(search=user.name)["total"], 85)
        nothing = page.describe(search="quokka")
        self.assertEqual((nothing["users"], nothing["total"]), ([], 0))

    def test_connected_computes_nothing_of_what_it_does_not_show(self):
        page, _user = self.connections(90)
        keys, seen = type(self.env["mcp.key"]), set()
        compute = keys._compute_state
        self.patch(
            keys, "_compute_state", lambda some: seen.update(some.ids) or compute(some)
        )
        self.env.invalidate_all()
        page.describe()
        self.assertEqual(len(seen), 80)

    def test_a_stop_answers_what_changed_and_does_not_look_at_everybody(self):
        page, user = self.connections(90)
        key = self.env["mcp.key"].search([("user_id", "=", user.id)], limit=1)
        for what in (f"key:{key.id}", f"user:{user.id}"):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answer = page.stop(what)
            expected = {"what": what, "stopped": True, "everything": False}
            self.assertEqual(answer, expected)
            self.assertLess(self.env.cr.sql_log_count - before, 25)
            self.assertEqual(page.allow(what), {**expected, "stopped": False})
        answer = page.stop("all")
        self.assertEqual(answer["everything"]["by"], page.env.user.name)

    def test_who_signs_in_is_given_the_address_that_the_server_accepts(self):
        url = endpoint("https://odoo.test", "de_DE")
        for client in clients(url):
            way = [step["is_another_way"] for step in client["steps"]]
            last = way.index(True) if True in way else len(way)
            texts = " ".join(step["text"] for step in client["steps"][:last])
            with self.subTest(client["id"]):
                alone = client["id"] in SIGNING_IN or not texts.strip()
                self.assertEqual("lang=" in texts, not alone)

    def test_the_variable_of_another_client_is_set_before_it_is_used(self):
        (other,) = [c for c in clients("https://a") if c["id"] == "other"]
        texts = [step["text"] for step in other["steps"]]
        using = next(i for i, text in enumerate(texts) if "$ODOO_MCP_KEY" in text)
        self.assertTrue(any("export ODOO_MCP_KEY=" in t for t in texts[:using]))


@tagged("post_install", "-at_install")
class TestClientForm(McpCase):
    def test_a_new_client_shows_no_id_before_it_has_its_own(self):
        form = Form(self.env["mcp.oauth.client"])
        self.assertTrue(form._get_modifier("client_id", "invisible"))
        form.name = "Reports"
        form.redirect_uris = "https://app.example.com/callback"
        client = form.save()
        self.assertFalse(form._get_modifier("client_id", "invisible"))
        self.assertEqual(form.client_id, client.client_id)

    def test_a_client_made_here_waits_for_no_approval_and_shows_none(self):
        form = Form(self.env["mcp.oauth.client"])
        self.assertTrue(form._get_modifier("approved", "invisible"))
        itself = self.env["mcp.oauth.client"].create(
            {"name": "x", "kind": "dynamic", "redirect_uris": "https://a.example.com/"}
        )
        self.assertFalse(Form(itself)._get_modifier("approved", "invisible"))

    def test_a_public_client_without_a_way_back_is_refused(self):
        clients = self.env["mcp.oauth.client"]
        with self.assertRaisesRegex(ValidationError, "redirect URI"):
            clients.create({"name": "Nowhere"})
        # one with a service account needs none
        self.assertTrue(
            clients.create({"name": "x", "auth_method": "client_secret_post"})
        )
