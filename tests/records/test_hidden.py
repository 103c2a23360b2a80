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

    def test_a_name_is_not_found_by_a_field_that_is_hidden(self):
        self.assertTrue(self.found("R-77"))
        self.hide("res.partner:ref")
        self.assertFalse(self.found("R-77"))
        self.assertTrue(self.found("Jane"))
        user = self.env["res.users"].search([], limit=1)
        self.assertTrue(user)
        child = {"name": "Child", "parent_id": self.partner.id}
        self.env[PARTNERS].create(child)
        self.assertFalse(self.count([["parent_id", "ilike", "R-77"]]))
        self.assertTrue(self.count([["parent_id", "ilike", "Jane"]]))
        self.assertEqual(
            self.assertAnswers(self.call("search", query="R-77"))["results"], []
        )

    def found(self, text):
        return self.count([["display_name", "ilike", text]])

    def count(self, domain):
        answer = self.call("count_records", model=PARTNERS, domain=domain)
        return self.assertAnswers(answer)["count"]

    def test_what_became_of_a_hidden_field_is_not_told_of_its_record(self):
        field = self.env["ir.model.fields"]._get(PARTNERS, "ref")
        message = self.partner.message_post(body="Moved")
        value = {"field_id": field.id, "mail_message_id": message.id}
        value |= {"old_value_char": "R-76", "new_value_char": "R-77"}
        self.env["mail.tracking.value"].create(value)
        one = {"model": PARTNERS, "record_id": self.partner.id}
        self.assertIn("R-77", self.call("read_messages", **one).text)
        self.hide("res.partner:ref")
        self.assertNotIn("R-77", self.call("read_messages", **one).text)


@tagged("post_install", "-at_install")
class TestOfHiddenRecords(HiddenCase):
    """What hangs on a record of a hidden model, the caller's own included."""

    def setUp(self):
        super().setUp()
        own = self.partner.with_user(self.mcp_caller)
        self.theirs = {
            "mail.message": own.message_post(body=f"{SECRET} in it").ids,
            "mail.activity": own.activity_schedule(
                "mail.mail_activity_data_todo", summary=f"{SECRET} in it"
            ).ids,
        }
        # another's, for which 18.0 looks at the record
        self.partner.message_post(body="By somebody else")
        self.hide(PARTNERS)

    def test_its_messages_and_activities_are_not_found(self):
        for model in self.theirs:
            with self.subTest(model):
                answer = self.call("search_records", model=model, domain=[], limit=200)
                records = self.assertAnswers(answer)["records"]
                self.assertNotIn(self.theirs[model][0], [r["id"] for r in records])
                self.assertNotIn(SECRET, answer.text)

    def test_nor_read_by_their_ids(self):
        for model, ids in self.theirs.items():
            with self.subTest(model):
                answer = self.call("get_record", model=model, record_ids=ids)
                self.assertNotIn(SECRET, answer.text + str(answer.structured))

    def test_nor_who_follows_it_nor_what_was_tracked(self):
        self._mcp_caller = self.mcp_user(f"{self.mcp_groups},base.group_system")
        field = self.env["ir.model.fields"]._get(PARTNERS, "name")
        value = {"field_id": field.id, "new_value_char": SECRET}
        value["mail_message_id"] = self.theirs["mail.message"][0]
        tracked = self.env["mail.tracking.value"].create(value)
        on = [("res_model", "=", PARTNERS), ("res_id", "=", self.partner.id)]
        self.partner.message_subscribe(self.env.user.partner_id.ids)
        follower = self.env["mail.followers"].search(on, limit=1)
        for record in (tracked, follower):
            with self.subTest(record):
                self.assertTrue(record)
                domain = [["id", "in", record.ids]]
                answer = self.call("count_records", model=record._name, domain=domain)
                self.assertEqual(self.assertAnswers(answer)["count"], 0)
                self.hide("")
                answer = self.call("count_records", model=record._name, domain=domain)
                self.assertEqual(self.assertAnswers(answer)["count"], 1)
                self.hide(PARTNERS)
