"""What calls ask of PostgreSQL: nothing twice, and no more than they answer."""

import re
from contextlib import contextmanager

from odoo.tests import tagged

from ..common import McpCase
from ..wire import WireCase


@contextmanager
def statements(case):
    """The statements that are sent meanwhile, on one line each, wherever they travel."""
    sent = []
    with case.assertLogs("odoo.sql_db", "DEBUG") as log:
        yield sent
    texts = (record.getMessage() for record in log.records)
    found = (text.partition("query: ")[2] for text in texts if "query: " in text)
    for text in found:
        sent += re.sub(r'["\s]+', " ", text).strip().split("; ")


def read(table, sent):
    """Those of ``sent`` that read rows of ``table``."""
    return [text for text in sent if text.startswith(f"SELECT {table} . ")]


@tagged("post_install", "-at_install")
class TestAuditQueries(McpCase):
    def test_the_names_of_users_are_read_at_once(self):
        users = [self.mcp_user(self.mcp_groups) for _number in range(3)]
        for user in users:
            self.answer(self.make_call("get_capabilities", user=user))
        ids = [user.id for user in users]
        rows = self.env["mcp.audit.log"].search([("user_id", "in", ids)])
        self.env.invalidate_all()
        with statements(self) as sent:
            self.assertEqual(set(rows.mapped("user_name")), {u.name for u in users})
        self.assertEqual(len([s for s in sent if "res_users" in s]), 2, sent)

    def test_a_user_who_is_gone_has_no_name(self):
        gone = self.env["mcp.audit.log"].new({"user_id": 0})
        self.assertEqual(gone.user_name, "")


@tagged("post_install", "-at_install")
class TestQueries(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        values = {"name": "Ada", "country_id": self.env.ref("base.be").id}
        self.partner = self.env["res.partner"].create(values)

    def sent(self, tool, **arguments):
        """What the second of two like calls sends: caches are warm then."""
        for number in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            if "values" in arguments:
                arguments["values"] = {**arguments["values"], "comment": f"{number}"}
            with statements(self) as sent:
                self.assertAnswers(self.call(tool, model="res.partner", **arguments))
        return sent

    def test_of_linked_records_the_names_alone_are_read(self):
        ids = self.partner.ids
        sent = self.sent("get_record", record_ids=ids, fields=["name", "country_id"])
        [country] = read("res_country", sent)
        self.assertNotIn("currency_id", country)

    def test_whose_text_it_is_is_read_with_the_text(self):
        sent = self.sent("get_record", record_ids=self.partner.ids, fields=["comment"])
        found = [text for text in read("res_partner", sent) if "comment" in text]
        [text] = found
        self.assertIn("create_uid", text)
        self.assertFalse([t for t in read("res_partner", sent) if "phone" in t])

    def test_of_what_was_written_no_other_column_is_read_back(self):
        sent = self.sent("update_records", record_ids=self.partner.ids, values={})
        written = max(i for i, text in enumerate(sent) if "UPDATE res_partner" in text)
        after = read("res_partner", sent[written:])
        self.assertTrue(any("comment" in text for text in after))
        self.assertFalse([text for text in after if "email_normalized" in text])

    def test_images_of_all_that_was_created_are_taken_at_once(self):
        sent = self.sent("create_records", values={"name": "Bob"})
        [images] = [text for text in sent if "to_jsonb(t)" in text]
        self.assertIn("UNION ALL", images)

    def test_whether_it_could_be_deleted_again_is_read_and_no_more(self):
        sent = self.sent("create_records", values={"name": "Bob"})
        images = next(i for i, text in enumerate(sent) if "to_jsonb(t)" in text)
        stored = next(i for i, text in enumerate(sent) if "INTO mcp_change" in text)
        [asked] = sent[images + 1 : stored]
        self.assertIn("SELECT res_users . id", asked)

    def test_a_change_set_is_stored_at_once(self):
        sent = self.sent("create_records", values={"name": "Bob"})
        self.assertEqual(sum("INTO mcp_change" in text for text in sent), 1)


@tagged("post_install", "-at_install")
class TestCompanies(WireCase):
    def sent(self):
        search = {"model": "res.partner", "fields": ["name"], "limit": 1}
        params = {"name": "search_records", "arguments": search}
        for _ in range(2):
            with statements(self) as sent:
                answer = self.rpc("tools/call", params).json()["result"]
            self.assertFalse(answer["isError"], answer)
        return sent

    def test_a_search_reads_no_company(self):
        sent = self.sent()
        self.assertTrue(read("res_partner", sent))
        self.assertFalse(read("res_company", sent))

    def test_a_branch_finds_what_is_its_parents_and_the_parent_not_the_branchs(self):
        parent = self.env["res.company"].create({"name": "Parent"})
        branch = parent.create({"name": "Branch", "parent_id": parent.id})
        partners = self.env["res.partner"].create(
            [
                {"name": company.name, "company_id": company.id, "ref": "ours"}
                for company in (parent, branch)
            ]
        )
        # sudo: the rule of companies holds for what is shared with the outside
        partners.sudo().partner_share = True
        self.assertEqual(self.names(branch), {"Parent", "Branch"})
        self.assertEqual(self.names(parent), {"Parent"})

    def names(self, company):
        ids = [(6, 0, company.ids)]
        self.mcp_caller.write({"company_ids": ids, "company_id": company.id})
        search = {"model": "res.partner", "domain": [["ref", "=", "ours"]]}
        search["fields"] = ["name"]
        params = {"name": "search_records", "arguments": search}
        answer = self.rpc("tools/call", params).json()["result"]
        return {row["name"] for row in answer["structuredContent"]["records"]}

    def test_a_company_of_today_has_its_place(self):
        company = self.env["res.company"].create({"name": "New"})
        company._mcp_place()
        self.assertEqual(company.parent_path, f"{company.id}/")

    def test_code_that_changes_company_still_has_the_others(self):
        self.mcp_caller.company_ids |= self.env["res.company"].create({"name": "Last"})
        self.env.flush_all()
        call = {"name": "probe_companies", "arguments": {}}
        answer = self.rpc("tools/call", call).json()["result"]
        said = f"Last, {self.env.company.name}"
        self.assertEqual(answer["content"][0]["text"], said)

    def test_ones_main_company_comes_first(self):
        other = self.env["res.company"].create({"name": "Other"})
        both = self.env.company | other
        self.mcp_caller.write({"company_ids": both.ids, "company_id": other.id})
        mine = self.env["res.users"]._mcp_company_ids(self.mcp_caller.id)
        self.assertEqual(mine, (other.id, self.env.company.id))
        self.mcp_caller.company_id = self.env.company
        mine = self.env["res.users"]._mcp_company_ids(self.mcp_caller.id)
        self.assertEqual(mine, (self.env.company.id, other.id))

    def test_a_change_of_companies_counts_from_the_next_call_on(self):
        names = self.names(self.env.company)
        other = self.env["res.company"].create({"name": "Other"})
        values = {"name": "Later", "company_id": other.id, "ref": "ours"}
        partner = self.env["res.partner"].create(values)
        # sudo: the rule of companies holds for what is shared with the outside
        partner.sudo().partner_share = True
        self.assertEqual(self.names(self.env.company), names)
        self.assertEqual(self.names(other), {"Later"})

    def test_a_language_of_today_is_that_of_the_next_call(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        context = self.env(user=self.mcp_caller.id)["res.users"]._mcp_context
        self.assertEqual(context(self.mcp_caller.id)["lang"], "en_US")
        self.mcp_caller.lang = "fr_FR"
        self.assertEqual(context(self.mcp_caller.id)["lang"], "fr_FR")
