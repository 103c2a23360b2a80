"""No method goes round what a tool would refuse: fields, domains, keys, names."""

import inspect

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...services.current_call import inside_a_call
from ...services.journal.recording import recording
from ...services.orm.buttons import actions, method_arguments
from ...services.orm.closed import is_closed_method
from ...services.orm.doors import TOOL_OF
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestMethodDoors(McpCase):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")
        groups = "base.group_system,base.group_partner_manager"
        self.admin = self.mcp_user(f"odoo_mcp.group_operator,{groups}")
        self.partner = self.env["res.partner"].create({"name": "Azure"})

    def execute(self, model, method, ids=(), **arguments):
        arguments = {"model": model, "method": method, **arguments}
        if ids:
            arguments["record_ids"] = list(ids)
        return self.answer(self.make_call("execute_method", arguments, user=self.admin))

    def test_fields_and_domains_have_their_own_tools(self):
        for name in ("hierarchy_read", "get_avatar_card_data", "execute_import"):
            self.assertIn(name, TOOL_OF)
        asked = ["res.partner", [["signup_token", "=like", "a%"]]]
        outcome = self.execute("mail.activity", "get_activity_data", args=asked)
        self.assertRefused(outcome, "search_records")

    def test_a_domain_is_taken_by_no_method(self):
        leaf = ["user_id.password", "=like", "a%"]
        asked = {"act_type_xmlids": ["mail.mail_activity_data_todo"]}
        ids = self.partner.ids
        for kwargs in (
            {**asked, "additional_domain": [leaf]},
            {**asked, "additional_domain": [["id", ">", 0]]},
        ):
            outcome = self.execute("res.partner", "activity_search", ids, kwargs=kwargs)
            self.assertRefused(outcome, "additional_domain", "search_records")
        asked["additional_domain"] = []
        self.assertAnswers(
            self.execute("res.partner", "activity_search", ids, kwargs=asked)
        )

    def test_what_gives_a_credential_away_is_closed(self):
        file = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"x"})
        outcome = self.execute("ir.attachment", "generate_access_token", file.ids)
        self.assertRefused(outcome, "closed to tools")
        self.assertFalse(file.access_token)
        asked = [{"login": "quokka", "name": "Q", "password": "quokka-12345"}]
        for method, args in (("signup", asked), ("authenticate", [{}, {}])):
            if hasattr(type(self.env["res.users"]), method):
                outcome = self.execute("res.users", method, args=args)
                self.assertRefused(outcome, "closed to tools")
        self.assertFalse(self.env["res.users"].search([("login", "=", "quokka")]))

    def test_what_merges_by_sql_of_its_own_is_closed(self):
        model = "base.partner.merge.automatic.wizard"
        other = self.partner.copy()
        ids = (self.partner | other).ids
        values = {"partner_ids": ids, "dst_partner_id": other.id, "state": "selection"}
        wizard = self.env[model].create(values)
        outcome = self.execute(model, "action_merge", wizard.ids)
        self.assertRefused(outcome, "closed to tools")
        self.assertTrue(self.partner.exists())

    def test_what_deletes_any_record_as_superuser_is_closed(self):
        model = "privacy.lookup.wizard.line"
        if model not in self.env:
            self.skipTest("needs the module privacy_lookup")
        rule = self.env["ir.rule"].search([], limit=1)
        wizard = self.env["privacy.lookup.wizard"].create({"name": "x", "email": "x@x"})
        kind = self.env["ir.model"]._get_id("ir.rule")
        values = {"wizard_id": wizard.id, "res_model_id": kind, "res_id": rule.id}
        arguments = {"model": model, "values": values}
        made = self.make_call("create_records", arguments, user=self.admin)
        self.assertRefused(self.answer(made), "closed to tools")
        line = self.env[model].create(values)
        outcome = self.execute(model, "action_unlink", line.ids)
        self.assertRefused(outcome, "closed to tools")
        self.assertTrue(rule.exists())

    def test_what_bounds_a_client_is_not_deleted_as_superuser_either(self):
        """Whatever method of whatever addon does it."""
        rules = self.env["mcp.rule"].create({"name": "delete_records"})
        for bound in (rules, self.env["ir.rule"].search([], limit=1)):
            call = self.make_call("execute_method", {}, user=self.admin)
            with recording(self.env), inside_a_call(call):
                with self.assertRaisesRegex(AccessError, "closed to tools"):
                    bound.sudo().unlink()
            self.assertTrue(bound.exists())

    def test_what_a_mail_creates_as_superuser_is_given_by_nobody(self):
        """The mail is from outside: it may make an administrator."""
        user = "{'user_ids': [(0, 0, {'login': 'evil'})]}"
        partner = self.env["ir.model"]._get_id("res.partner")
        values = {"alias_model_id": partner, "alias_defaults": user}
        aliases = {"mail.alias": {"alias_name": "evil", **values}}
        aliases["project.project"] = {"name": "Evil", "alias_defaults": user}
        for model in aliases.keys() & self.env.registry.keys():
            arguments = {"model": model, "values": aliases[model]}
            call = self.make_call("create_records", arguments, user=self.admin)
            self.assertRefused(self.answer(call), "alias_defaults", "gives rights")

    def test_a_message_is_posted_in_nobody_elses_name(self):
        other = self.env.ref("base.partner_admin")
        ids = self.partner.ids
        for author in ({"author_id": other.id}, {"email_from": "ceo@example.com"}):
            kwargs = {"body": "forged", **author}
            with self.subTest(author=author):
                outcome = self.execute(
                    "res.partner", "message_post", ids, kwargs=kwargs
                )
                self.assertRefused(outcome, *author, "post_message")
        for forged in (
            {"reply_to": "thief@example.com"},
            {"date": "2020-01-01 10:00:00"},
            {"message_type": "email"},
            {"tracking_value_ids": [[0, 0, {"old_value_char": "New"}]]},
        ):
            with self.subTest(forged):
                kwargs = {"body": "x", **forged}
                outcome = self.execute(
                    "res.partner", "message_post", ids, kwargs=kwargs
                )
                self.assertRefused(outcome, *forged, "post_message")
        kwargs = {"body": "mine", "partner_ids": []}
        self.assertAnswers(
            self.execute("res.partner", "message_post", ids, kwargs=kwargs)
        )

    def test_a_files_bytes_are_given_in_base64_and_in_one_field(self):
        file = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"x"})
        arguments = {"model": "ir.attachment", "record_ids": file.ids}
        arguments["values"] = {"raw": "aGVsbG8="}
        call = self.make_call("update_records", arguments, user=self.admin)
        self.assertRefused(self.answer(call), "raw", "datas")
        arguments["values"] = {"datas": "aGVsbG8="}
        call = self.make_call("update_records", arguments, user=self.admin)
        self.assertAnswers(self.answer(call))
        self.assertEqual(file.raw, b"hello")

    def test_values_of_fields_are_taken_by_no_method(self):
        filters = self.env["ir.filters"]
        # of 18.0, of 19.0
        ways = "create_or_replace", "create_filter"
        [way] = [name for name in ways if hasattr(type(filters), name)]
        values = {"name": "Of all", "model_id": "res.partner", "domain": "[]"}
        for given in ({"args": [values]}, {"kwargs": {"vals": values}}):
            with self.subTest(given):
                outcome = self.execute("ir.filters", way, **given)
                self.assertRefused(outcome, "vals", "create_records")
        self.assertFalse(filters.search([("name", "=", "Of all")]))

    def test_values_that_name_no_field_are_a_matter_of_the_method(self):
        def answer(records, values):
            return values

        def given(values):
            bound = inspect.signature(answer).bind(partners, values)
            method_arguments.refuse(partners, "action_answer", bound, {})

        partners = self.env["res.partner"]
        given({"question_1": "yes", "7": 12})
        given([])
        for values in ({"name": "x"}, [{"question_1": 1, "login": "x"}]):
            with self.subTest(values), self.assertRaisesRegex(ValueError, "values"):
                given(values)

    def test_no_method_makes_a_public_link(self):
        for name in ("action_get_share_url", "get_share_url"):
            closed = is_closed_method(self.env, "spreadsheet.dashboard.share", name)
            self.assertTrue(closed, name)

    def test_values_of_another_record_are_taken_by_no_method(self):
        """A template's mail goes out as superuser, from whom and to whom it is told."""
        model = self.env["ir.model"]._get_id("res.partner")
        template = self.env["mail.template"].create({"name": "T", "model_id": model})
        mail = {"email_to": "victim@example.com", "res_id": 1, "anything": True}
        outcome = self.execute(
            "mail.template",
            "send_mail",
            template.ids,
            args=self.partner.ids,
            kwargs={"email_values": mail},
        )
        self.assertRefused(outcome, "email_values", "create_records")

    def test_a_file_is_made_by_no_method(self):
        values = {"name": "a.txt", "datas": "eA==", "res_model": "res.partner"}
        for given in ({"args": [[values]]}, {"kwargs": {"values_list": [values]}}):
            outcome = self.execute("ir.attachment", "create_unique", **given)
            self.assertRefused(outcome, "values_list", "create_records")

    def test_fields_under_any_name_are_taken_by_no_method(self):
        def keep(records, whatever):
            return whatever

        bound = inspect.signature(keep).bind(self.partner, {"name": "x", "email": "y"})
        with self.assertRaisesRegex(ValueError, "whatever"):
            method_arguments.refuse(self.partner, "action_keep", bound, {})
        bound = inspect.signature(keep).bind(self.partner, {"name": "x", "odd": "y"})
        method_arguments.refuse(self.partner, "action_keep", bound, {})

    def test_fields_that_a_method_collects_are_read_as_a_write_reads_them(self):
        def keep(records, note=None, **more):
            return more

        def given(**kwargs):
            bound = inspect.signature(keep).bind(partner, **kwargs)
            method_arguments.refuse(partner, "action_keep", bound, kwargs)
            return method_arguments.opened(partner, bound, kwargs)

        partner = self.partner.with_user(self.mcp_caller)
        belgium = self.env.ref("base.be")
        read = given(note="n", country_id="Belgium", other=1)
        self.assertEqual(read, {"note": "n", "country_id": belgium.id, "other": 1})
        for kwargs, word in (
            ({"child_ids": [[2, 1, 0]]}, "child_ids"),
            ({"category_id": [1]}, "category_id"),
            ({"create_uid": 1}, "create_uid"),
            ({"country_id": "Nowhere"}, "Nowhere"),
        ):
            with self.subTest(kwargs), self.assertRaisesRegex(ValueError, word):
                given(**kwargs)

    def test_a_context_is_taken_under_its_own_name_alone(self):
        def pay(records, ctx=None):
            return ctx

        for given in ({"allowed_company_ids": [2]}, {"active_ids": [99]}):
            bound = inspect.signature(pay).bind(self.partner, given)
            with self.assertRaisesRegex(ValueError, "ctx"):
                method_arguments.refuse(self.partner, "action_pay", bound, {})

    def test_an_action_opens_no_company_in_which_the_caller_does_not_work(self):
        company = self.mcp_caller.company_id
        other = self.env["res.company"].create({"name": "Other"})
        mine = self.env(user=self.mcp_caller.id)["res.partner"]
        for opened, found in (
            (other.ids, company.ids),
            ((other | company).ids, company.ids),
        ):
            action = {"context": {"allowed_company_ids": opened, "default_name": "x"}}
            context = actions.context(mine, action)
            self.assertEqual(context["allowed_company_ids"], found)
            self.assertEqual(context["default_name"], "x")
