"""What explain_access says is what Odoo does: compared with real attempts."""

from collections import Counter

import psycopg2

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...services.orm.closed import is_closed
from ..common import McpCase

OPERATIONS = ("read", "create", "write", "unlink")
OURS = {"mode", "policy_row", "closed_model", "key_toolsets"}
# users may change their own name, and some more
WRITTEN = {"res.users": "login", "mail.message": "subject"}
CACHED = ("ir.rule", "res.users", "res.company", "mcp.key")
MODELS = (
    "res.partner",
    "res.users",
    "res.company",
    "res.partner.bank",
    "ir.attachment",
    "ir.rule",
    "mail.message",
    "mail.activity",
    "mail.template",
    "mcp.key",
)


@tagged("post_install", "-at_install")
class TestExplainAccess(McpCase):
    def setUp(self):
        super().setUp()
        self.set_param("allow_portal", "True")
        self.elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.operator = self.mcp_user(
            "odoo_mcp.group_operator,base.group_partner_manager"
        )
        self.admin = self.mcp_user("base.group_system")

    def set_param(self, name, value):
        self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)

    def explain(self, user, **arguments):
        call = self.make_call("explain_access", arguments, user=user)
        return self.assertAnswers(self.answer(call))

    def refusing(self, answer):
        return [check["check"] for check in answer["checks"] if not check["ok"]]

    def why(self, answer, check):
        return "\n".join(c["why"] for c in answer["checks"] if c["check"] == check)

    def odoo_refuses(self, record, operation):
        """Try it for real, and take it back."""
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                self.attempt(record, operation)
                self.env.flush_all()
                raise Undone
        except (UserError, RedirectWarning, psycopg2.IntegrityError):
            return True
        except Undone:
            return False
        finally:
            self.env.cr.clear()
            if record._name in CACHED:
                self.env.registry.clear_cache()

    def attempt(self, record, operation):
        if operation == "unlink":
            record.unlink()
            if record.exists():
                raise UserError(self.env._("archived"))
        elif operation == "write":
            name = WRITTEN.get(record._name) or record._rec_name or "id"
            record.write({name: record.sudo()[name]})
        elif operation == "create":
            record.create(record.sudo().copy_data()[0])
        else:
            self.assertEqual(record.read(["id"])[0]["id"], record.id)
            found = record.with_context(active_test=False).search(
                [("id", "=", record.id)]
            )
            if not found:
                raise UserError(self.env._("left out"))

    def records_of(self, model):
        """Some of each: the caller's, others', of another company, archived."""
        found = self.env[model].sudo().with_context(active_test=False)
        return found.search([], limit=1) | found.search([], limit=2, order="id desc")

    def test_what_it_says_is_what_odoo_does(self):
        """Users × models × operations × records, each tried for real."""
        portal = new_test_user(self.env, "x_portal", groups="base.group_portal")
        users = (self.mcp_user("odoo_mcp.group_observer"), self.operator, self.admin)
        self.prepare()
        compared = Counter()
        for user in (*users, portal):
            for model in MODELS:
                for record in self.records_of(model):
                    for operation in OPERATIONS:
                        with self.subTest(
                            user.login, m=model, r=record.id, o=operation
                        ):
                            compared[self.agree(user, record, operation)] += 1
        self.assertGreater(min(compared[True], compared[False]), 60, compared)

    def agree(self, user, record, operation):
        """Whether Odoo refuses; what is explained must not differ."""
        refused = self.odoo_refuses(record.with_user(user), operation)
        answer = self.explain(
            user, model=record._name, operation=operation, record_id=record.id
        )
        refusing = self.refusing(answer)
        self.assertEqual(answer["allowed"], not refusing)
        if OURS & set(refusing):
            return refused
        if operation == "create":
            # values decide, too: which ones, only Odoo knows
            self.assertTrue(refused or answer["allowed"], answer)
        else:
            self.assertEqual(answer["allowed"], not refused, answer)
        return refused

    def prepare(self):
        partner = self.env["res.partner"].create(
            {"name": "There", "company_id": self.elsewhere.id}
        )
        partner.message_post(body="Hi")
        partner.activity_schedule("mail.mail_activity_data_todo")
        files = self.env["ir.attachment"]
        files.create(
            {"name": "on it", "res_model": "res.partner", "res_id": partner.id}
        )
        files.create({"name": "alone"})
        files.create({"name": "public", "public": True})

    def test_a_missing_access_right_names_the_groups_that_would_give_it(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        answer = self.explain(user, model="res.partner", operation="write")
        self.assertEqual(answer["decided_by"], "access_right")
        group = self.env.ref("base.group_partner_manager")
        self.assertIn(group.full_name, self.why(answer, "access_right"))

    def test_an_access_right_that_grants_is_named(self):
        answer = self.explain(self.operator, model="res.partner", operation="write")
        self.assertEqual((answer["allowed"], answer["decided_by"]), (True, "none"))
        self.assertIn("res_partner", self.why(answer, "access_right").replace(".", "_"))

    def rule(self, domain, *groups):
        return self.env["ir.rule"].create(
            {
                "name": f"Test rule {domain}",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": domain,
                "perm_read": not groups,
                "groups": [(4, self.env.ref(group).id) for group in groups],
            }
        )

    def test_a_global_rule_is_named_with_its_domain(self):
        rule = self.rule("[('name', '!=', 'Hidden')]")
        hidden = self.env["res.partner"].create({"name": "Hidden"})
        seen = self.env["res.partner"].create({"name": "Seen"})
        arguments = {"model": "res.partner", "operation": "read"}
        answer = self.explain(self.operator, record_id=hidden.id, **arguments)
        self.assertEqual(answer["decided_by"], "record_rule")
        self.assertIn(rule.name, self.why(answer, "record_rule"))
        self.assertIn("('name', '!=', 'Hidden')", self.why(answer, "record_rule"))
        self.assertTrue(
            self.explain(self.operator, record_id=seen.id, **arguments)["allowed"]
        )

    def test_one_rule_of_the_callers_groups_is_enough(self):
        group = "base.group_partner_manager"
        self.rule("[('name', '=', 'A')]", group)
        only_b = self.rule("[('name', '=', 'B')]", group)
        record = self.env["res.partner"].create({"name": "B"})
        arguments = {
            "model": "res.partner",
            "operation": "write",
            "record_id": record.id,
        }
        self.assertTrue(self.explain(self.operator, **arguments)["allowed"])
        model = {"model": "res.partner", "operation": "write"}
        steps = self.explain(self.operator, **model)["checks"]
        [enough] = [s["why"] for s in steps if "one is enough" in s["why"]]
        self.assertIn("('name', '=', 'B')", enough)
        only_b.active = False
        answer = self.explain(self.operator, **arguments)
        self.assertIn("record_rule", self.refusing(answer))
        self.assertIn("('name', '=', 'A')", self.why(answer, "record_rule"))

    def test_another_company_is_named_only_to_its_own_people(self):
        multi = self.env["ir.rule"].search(
            [
                ("model_id.model", "=", "res.partner"),
                ("domain_force", "ilike", "compan"),
            ]
        )
        multi.active = True
        if not multi:
            self.rule("[('company_id', 'in', [False] + company_ids)]")
        record = self.env["res.partner"].create(
            {"name": "There", "company_id": self.elsewhere.id}
        )
        arguments = {
            "model": "res.partner",
            "operation": "read",
            "record_id": record.id,
        }
        answer = self.explain(self.operator, **arguments)
        self.assertEqual(answer["decided_by"], "company")
        self.assertNotIn("Elsewhere", str(answer))
        self.operator.company_ids += self.elsewhere
        home = self.operator.company_id.id
        answer = self.explain(self.operator, company_id=home, **arguments)
        self.assertIn(f"company_id={self.elsewhere.id}", self.why(answer, "company"))
        arguments["company_id"] = self.elsewhere.id
        self.assertTrue(self.explain(self.operator, **arguments)["allowed"])

    def test_a_record_that_is_gone_is_said_to_be_gone(self):
        record = self.env["res.partner"].create({"name": "Gone"})
        number = record.id
        record.unlink()
        answer = self.explain(
            self.operator, model="res.partner", operation="read", record_id=number
        )
        self.assertEqual(answer["decided_by"], "record")

    def decided(self, tool, user, operation, **values):
        if not self.env["mcp.catalog"]._find("tool", tool):
            self.skipTest(f"{tool} is not there yet")
        call = self.make_call(
            "explain_access",
            {"model": "res.partner", "operation": operation},
            user=user,
            principal=self.principal(user, **values),
        )
        return self.assertAnswers(self.answer(call))

    def test_the_mode_decides_before_odoo_does(self):
        user = self.mcp_user("odoo_mcp.group_observer,base.group_partner_manager")
        answer = self.decided("update_records", user, "write")
        self.assertEqual(answer["decided_by"], "mode")
        self.assertIn("Operator", self.why(answer, "mode"))

    def test_a_policy_row_is_named(self):
        if not self.env["mcp.catalog"]._find("tool", "update_records"):
            self.skipTest("update_records is not there yet")
        self.env["mcp.rule"].create(
            {"kind": "tool", "name": "update_records", "hidden": True}
        )
        answer = self.decided("update_records", self.operator, "update")
        self.assertEqual(answer["decided_by"], "policy_row")

    def test_a_closed_model_is_named(self):
        self.assertTrue(is_closed(self.env, "ir.config_parameter"))
        answer = self.explain(
            self.admin, model="ir.config_parameter", operation="write"
        )
        self.assertEqual(answer["decided_by"], "closed_model")
        answer = self.explain(self.admin, model="ir.config_parameter", operation="read")
        self.assertEqual(answer["decided_by"], "none")

    def test_a_model_that_opens_what_its_rules_close_is_told(self):
        """Who may write a contact may finish an activity of others on it."""
        partner = self.env["res.partner"].create({"name": "There"})
        activity = partner.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.admin.id
        )
        answer = self.explain(
            self.operator,
            model=activity._name,
            operation="write",
            record_id=activity.id,
        )
        self.assertTrue(answer["allowed"], answer)
        self.assertIn("The model itself allows it", str(answer["checks"]))

    def test_the_answer_as_text_stands_alone(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        arguments = {"model": "res.partner", "operation": "delete"}
        outcome = self.answer(self.make_call("explain_access", arguments, user=user))
        self.assertTrue(outcome.text.startswith("refused by "), outcome.text)
        self.assertIn("- access_right: ", outcome.text)


class Undone(Exception):
    """Ends the savepoint of an attempt that succeeded."""
