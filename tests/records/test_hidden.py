"""What an administrator hides from tools is not there for them, by any way."""

import json

from odoo.tests import tagged

from ...services import settings
from ...services.current_call import inside_a_call
from ...services.orm import directory
from ..common import McpCase

TAGS, PARTNERS = "res.partner.category", "res.partner"
SECRET = "Behind bars"


class HiddenCase(McpCase):
    mcp_groups = (
        "odoo_mcp.group_administrator,base.group_partner_manager,"
        "base.group_allow_export"
    )

    def setUp(self):
        super().setUp()
        self.tag = self.env[TAGS].create({"name": SECRET})
        self.partner = self.env[PARTNERS].create(
            {"name": "Jane", "ref": "R-77", "category_id": self.tag.ids}
        )

    def hide(self, patterns):
        self.env["ir.config_parameter"].set_param("mcp.hidden_models", patterns)


@tagged("post_install", "-at_install")
class TestHiddenModels(HiddenCase):
    def setUp(self):
        super().setUp()
        self.hide(f"{TAGS}* hr.payslip*")

    def test_no_tool_of_records_reaches_its_records(self):
        one = {"model": TAGS, "record_ids": self.tag.ids}
        for tool, arguments in (
            ("search_records", {"model": TAGS}),
            ("count_records", {"model": TAGS}),
            ("aggregate_records", {"model": TAGS, "groupby": ["color"]}),
            ("get_record", one),
            ("describe_model", {"model": TAGS}),
            ("create_records", {"model": TAGS, "values": {"name": "New"}}),
            ("update_records", {**one, "values": {"name": "Other"}}),
            ("delete_records", one),
            ("execute_method", {**one, "method": "copy"}),
            ("export_data", {"model": TAGS, "fields": ["name"]}),
        ):
            with self.subTest(tool):
                answer = self.call(tool, **arguments)
                self.assertRefused(answer, TAGS, "mcp.hidden_models")
                self.assertNotIn(SECRET, answer.text)
        self.assertEqual(self.tag.name, SECRET)

    def test_it_is_not_listed_and_not_found(self):
        listed = self.assertAnswers(self.call("list_models", search=TAGS))
        self.assertNotIn(f'"{TAGS}"', json.dumps(listed))
        found = self.assertAnswers(self.call("search", query=SECRET))
        self.assertEqual(found["results"], [])

    def test_no_other_model_leads_to_it(self):
        for domain in (
            [["category_id.name", "=", SECRET]],
            [["category_id", "=", SECRET]],
        ):
            with self.subTest(domain):
                answer = self.call("search_records", model=PARTNERS, domain=domain)
                self.assertRefused(answer, TAGS)
        values = {"category_id": [{"name": "New"}]}
        for tool, arguments in (
            ("get_record", {"fields": ["category_id.name"]}),
            ("get_record", {"fields": ["name", "category_id"]}),
            ("get_record", {}),
            ("update_records", {"values": values}),
        ):
            with self.subTest(tool, arguments=arguments):
                one = {"model": PARTNERS, "record_ids": self.partner.ids}
                self.assertNotIn(SECRET, self.call(tool, **one, **arguments).text)
        self.assertFalse(self.env[TAGS].search([("name", "=", "New")]))

    def test_a_record_that_points_to_it_is_read_all_the_same(self):
        one = {"model": PARTNERS, "record_ids": self.partner.ids}
        self.assertIn("Jane", self.call("get_record", **one).text)
        self.assertAnswers(self.call("get_record", **one))

    def test_neither_its_files_nor_its_messages_are_read(self):
        values = {"res_model": TAGS, "res_id": self.tag.id, "raw": b"in the file"}
        file = self.env["ir.attachment"].create({"name": "list.txt", **values})
        domain = [["id", "=", file.id]]
        found = self.call("search_records", model="ir.attachment", domain=domain)
        self.assertEqual(self.assertAnswers(found)["records"], [])
        answer = self.call("get_attachment", attachment_id=file.id)
        self.assertRefused(answer)
        self.assertNotIn("in the file", answer.text)

    def test_explain_access_says_what_decides(self):
        answer = self.assertAnswers(
            self.call("explain_access", model=TAGS, operation="read")
        )
        self.assertFalse(answer["allowed"])
        self.assertEqual(answer["decided_by"], "hidden_model")

    def test_people_in_odoo_see_it_as_before(self):
        tags = self.env[TAGS].with_user(self.mcp_caller)
        self.assertEqual(tags.browse(self.tag.id).read(["name"])[0]["name"], SECRET)

    def test_the_developer_tools_are_not_bound_by_it(self):
        self._mcp_caller = self.mcp_user(f"{self.mcp_groups},odoo_mcp.group_developer")
        mine = self.env[TAGS].with_user(self.mcp_caller)
        # the shell itself runs in a process that does not see this transaction
        with inside_a_call(self.make_call("odoo_shell", {"code": "1"})):
            self.assertTrue(mine.has_access("read"))
        self.assertRefused(self.call("search_records", model=TAGS), TAGS)

    def test_nothing_is_hidden_unless_an_administrator_says_so(self):
        self.hide("")
        self.assertIsNone(settings.get(self.env, "hidden_models"))
        self.assertIn(SECRET, self.call("search_records", model=TAGS).text)
        env = self.env(user=self.mcp_caller)
        self.assertIn(TAGS, [entry.model for entry in directory.search(env, TAGS)])


@tagged("post_install", "-at_install")
class TestHiddenFields(HiddenCase):
    def test_a_field_is_neither_shown_nor_asked_for_nor_written(self):
        one = {"model": PARTNERS, "record_ids": self.partner.ids}
        self.assertIn("R-77", self.call("get_record", **one, fields=["ref"]).text)
        self.assertIn("ref", self.names())
        self.hide("res.partner:ref")
        self.assertNotIn("ref", self.names())
        self.assertNotIn("R-77", self.call("get_record", **one).text)
        for tool, arguments in (
            ("get_record", {**one, "fields": ["ref"]}),
            ("search_records", {"model": PARTNERS, "domain": [["ref", "=", "R-77"]]}),
            ("search_records", {"model": PARTNERS, "order": "ref"}),
            ("aggregate_records", {"model": PARTNERS, "groupby": ["ref"]}),
            ("update_records", {**one, "values": {"ref": "R-78"}}),
            (
                "create_records",
                {"model": PARTNERS, "values": {"name": "J", "ref": "1"}},
            ),
            ("export_data", {"model": PARTNERS, "fields": ["ref"]}),
        ):
            with self.subTest(tool, arguments=arguments):
                self.assertRefused(self.call(tool, **arguments), "ref")
        self.assertEqual(self.partner.ref, "R-77")

    def names(self):
        text = self.call("describe_model", model=PARTNERS).text
        return {line.split(" ")[0].strip("*=?") for line in text.splitlines()}
