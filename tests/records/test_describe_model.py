"""A model in few bytes, and true: only what the caller may read and use."""

import json
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.describing import compact
from ..common import McpCase

PARTNER, ANY = 5000, 20_000


@tagged("post_install", "-at_install")
class TestDescribeModel(McpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def text(self, model="res.partner", **arguments):
        outcome = self.call("describe_model", model=model, **arguments)
        self.assertFalse(outcome.is_error, outcome.text)
        self.assertIsNone(outcome.structured)
        return outcome.text

    def names(self, text):
        """Names of the fields with a line of their own."""
        lines = [line for line in text.splitlines()[1:] if not line.startswith("also:")]
        names = [line.split(" ")[0].rstrip("*=?") for line in lines]
        return [name for written in names for name in self.expanded(written)]

    def expanded(self, written):
        """All names that ``image_{128,256}`` stands for."""
        stem, brace, numbers = written.rstrip("}").partition("{")
        return [stem + number for number in numbers.split(",")] if brace else [stem]

    def test_a_partner_takes_less_than_five_kilobytes(self):
        for groups in ("odoo_mcp.group_observer", "odoo_mcp.group_administrator"):
            self._mcp_caller = self.mcp_user(f"{groups},base.group_system")
            self.assertLessEqual(len(self.text().encode()), PARTNER)

    def test_what_is_over_the_budget_is_named_then_counted(self):
        self.addCleanup(self.env.registry.clear_cache)
        self.env.registry.clear_cache()
        with (
            patch.object(compact, "BUDGET", 1500),
            patch.object(compact, "FOR_LINES", 800),
        ):
            text = self.text()
        self.assertLessEqual(len(text.encode()), 1500)
        self.assertGreater(len(self.names(text)), 10)
        self.assertRegex(text, r"\nalso: \w+, .*\n\d+ more: detail=fields$")

    def test_every_model_takes_less_than_twenty_kilobytes(self):
        self._mcp_caller = self.mcp_user("odoo_mcp.group_observer,base.group_system")
        env = self.env(user=self._mcp_caller.id)
        for name in env.registry.models:
            if not env[name]._abstract and env[name].has_access("read"):
                text = env["mcp.description"]._compact(name)
                self.assertLessEqual(len(text.encode()), ANY, name)

    def test_the_most_useful_fields_come_first(self):
        first = self.names(self.text())[:20]
        for name in ("name", "email", "phone", "city", "country_id"):
            self.assertIn(name, first)

    def test_every_readable_field_is_there_or_counted(self):
        text = self.text()
        shown = self.names(text)
        others = [line for line in text.splitlines() if line.startswith("also: ")]
        shown += others[0].removeprefix("also: ").split(", ") if others else []
        left = [line for line in text.splitlines() if line.endswith("detail=fields")]
        counted = int(left[0].split()[0]) if left else 0
        total = int(text.splitlines()[0].split(": ")[1].split()[0])
        self.assertEqual(len(set(shown) - {""}) + counted - bool(left), total)

    def test_a_line_says_type_relation_and_values(self):
        text = self.text()
        self.assertIn("\ncountry_id m2o:res.country", text)
        self.assertIn("contact|invoice|delivery|other", text)
        self.assertRegex(text, r"\ntz sel:[^\n]*… \d+ values")

    def test_fields_that_differ_in_a_number_share_a_line(self):
        text = self.text()
        self.assertIn("\nimage_{1024,128,256,512}= binary\n", text)
        self.assertLessEqual({"image_128", "image_512"}, set(self.names(text)))

    def test_a_label_stands_only_where_it_tells_more_than_the_name(self):
        text = self.text()
        self.assertIn("\nparent_id m2o:res.partner Related Company\n", text)
        self.assertIn("\nemail_normalized= char\n", text)
        # shown only: neither to be looked for nor to be written
        self.assertIn("\ntz_offset=? char\n", text)

    def test_a_field_of_another_group_or_a_credential_is_not_there(self):
        text = self.text("res.users")
        names = self.names(text) + text.split("also: ")[-1].split(", ")
        self.assertNotIn("password", names)
        self.assertNotIn("signup_token", self.text(detail="fields"))

    def test_it_speaks_the_language_asked_for(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        field = self.env["ir.model.fields"]._get("res.partner", "ref")
        field.with_context(lang="fr_FR").field_description = "Référence interne"
        self.assertIn("Référence interne", self.text(lang="fr_FR"))
        self.assertNotIn("Référence interne", self.text())

    def test_a_model_that_one_may_not_read_is_refused(self):
        outcome = self.call("describe_model", model="ir.config_parameter")
        self.assertTrue(outcome.is_error)

    def test_an_unknown_model_names_the_nearest(self):
        outcome = self.call("describe_model", model="res.partnr")
        self.assertRefused(outcome, "res.partner")

    def test_the_second_time_it_is_remembered(self):
        env = self.env(user=self.mcp_caller.id)
        first = env["mcp.description"]._compact("res.partner")
        self.assertIs(env["mcp.description"]._compact("res.partner"), first)

    def test_details_say_help_values_and_what_is_not_possible(self):
        text = self.text(fields=["type", "display_name", "country_id.code"])
        self.assertIn("values: contact=Contact", text)
        self.assertIn("not stored", text.split("display_name: ")[1])
        self.assertIn("country_id.code: char", text)

    def test_a_template_is_json_with_what_is_required(self):
        text = self.text("res.currency", detail="template")
        values = json.loads(text.partition("\n")[2])
        self.assertIn("required", values["name"])
        self.assertNotIn("id", values)

    def test_a_default_that_writes_is_told_and_not_taken(self):
        self.addCleanup(
            setattr, self.registry["res.currency"]._fields["symbol"], "default", None
        )
        field = self.registry["res.currency"]._fields["symbol"]
        field.default = lambda model: model.env["res.country"].create(
            {"name": "Made by a default", "code": "zz"}
        )
        with mute_logger("odoo.sql_db"):
            text = self.text("res.currency", detail="template")
        self.assertIn('"symbol": "<given by Odoo on creation>"', text)
        made = self.env["res.country"].search([("name", "=", "Made by a default")])
        self.assertFalse(made)

    def test_the_values_of_a_template_can_be_created(self):
        user = self.mcp_user("odoo_mcp.group_observer,base.group_partner_manager")
        call = self.make_call(
            "describe_model", {"model": "res.partner", "detail": "template"}, user=user
        )
        values = json.loads(self.answer(call).text.partition("\n")[2])
        given = {k: v for k, v in values.items() if not str(v).startswith(("<", "["))}
        made = (
            self.env["res.partner"]
            .with_user(user)
            .create({**given, "name": "From a template"})
        )
        self.assertEqual(made.name, "From a template")

    def test_groups_are_the_titles_of_the_form(self):
        text = self.text(detail="groups")
        self.assertIn("Main: ", text)
        self.assertRegex(text, r"\nSales & Purchase[^\n]*: ")

    def test_actions_are_those_that_the_record_shows(self):
        self._mcp_caller = self.mcp_user("odoo_mcp.group_observer,base.group_system")
        module = self.env["ir.module.module"]
        installed = module.search([("state", "=", "installed")], limit=1)
        other = module.search([("state", "=", "uninstalled")], limit=1)
        model = "ir.module.module"
        self.env["ir.config_parameter"].set_param("mcp.closed_models", "none")
        said = self.text(model, detail="actions", record_id=other.id)
        self.assertIn("button_immediate_install", said)
        said = self.text(model, detail="actions", record_id=installed.id)
        self.assertNotIn("button_immediate_install", said)

    def test_a_view_is_outlined(self):
        self.assertIn("country_id", self.text(view="form"))
        self.assertIn("filter ", self.text(view="search"))
        self.assertEqual(self.text(view="tree"), self.text(view="list"))


@tagged("post_install", "-at_install")
class TestListModels(McpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def listed(self, **arguments):
        return self.assertAnswers(self.call("list_models", **arguments))

    def test_it_lists_what_the_caller_may_read_and_no_more(self):
        rows = self.listed(limit=1000)["models"]
        env = self.env(user=self.mcp_caller.id)
        for row in rows:
            self.assertTrue(env[row["model"]].has_access("read"), row)
        names = {row["model"] for row in rows}
        self.assertIn("res.partner", names)
        self.assertNotIn("ir.config_parameter", names)

    def test_its_pages_hold_every_model_once_whatever_the_budget(self):
        every = [row["model"] for row in self.listed(limit=1000)["models"]]
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "4")
        found, offset = [], 0
        while offset is not None:
            outcome = self.call("list_models", limit=1000, offset=offset)
            page = self.assertAnswers(outcome)
            self.assertEqual(page["total"], len(every))
            found += [row["model"] for row in page["models"]]
            offset = page.get("next_offset")
            self.assertEqual(f"next_offset {offset}" in outcome.text, bool(offset))
        self.assertEqual(found, every)

    def test_operations_are_those_of_rights_and_mode(self):
        found = self.listed(search="res.partner", limit=1)
        self.assertEqual(found["models"][0]["operations"], ["read"])

    def test_a_line_a_model_and_the_usual_operations_are_said_once(self):
        outcome = self.call("list_models")
        head, *lines = outcome.text.splitlines()
        self.assertTrue(head.endswith("; unless said: read"), head)
        names = [f"{r['model']} ({r['name']})" for r in outcome.structured["models"]]
        self.assertEqual(lines, names)

    def test_operations_that_are_not_the_usual_ones_are_said(self):
        admin = self.env.ref("base.user_admin")
        who = {"user": admin, "principal": self.principal(admin)}
        outcome = self.answer(self.make_call("list_models", {"limit": 1000}, **who))
        head, *lines = outcome.text.splitlines()
        usual = head.partition("unless said: ")[2]
        for row, line in zip(outcome.structured["models"], lines, strict=True):
            said = line.rpartition("): ")[2] if "): " in line else usual
            self.assertEqual(said, ", ".join(row["operations"]), line)

    def test_words_find_a_model_by_either_name(self):
        for text in ("res.partner", "contact", "Contact"):
            models = [row["model"] for row in self.listed(search=text)["models"]]
            self.assertIn("res.partner", models, text)
        self.assertEqual(self.listed(search="no such thing")["total"], 0)

    def test_a_menu_s_name_finds_the_model_behind_it(self):
        self.mcp_caller.write({"lang": "en_US"})
        action = self.env["ir.actions.act_window"].create(
            {"name": "Bills", "res_model": "res.partner.category"}
        )
        menu = {"name": "Quite special things"}
        menu["action"] = f"ir.actions.act_window,{action.id}"
        self.env["ir.ui.menu"].create(menu)
        found = self.listed(search="special things")["models"]
        self.assertEqual([row["model"] for row in found], ["res.partner.category"])

    def test_the_limit_cuts_and_the_total_says_so(self):
        found = self.listed(limit=3)
        self.assertEqual(len(found["models"]), 3)
        self.assertGreater(found["total"], 3)
