"""A key of some companies sees nothing of records of others by what hangs on them."""

from odoo.tests import tagged

from ..common import McpCase

SECRET = "margin of 42"


@tagged("post_install", "-at_install")
class TestOfRecords(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Other"})
        self.mine = self.mcp_caller.company_id
        self.mcp_caller.company_ids += self.other
        self.theirs = self.made(self.other)
        self.ours = self.made(self.mine)

    def made(self, company):
        """A message and an activity of the caller, on a record of ``company``."""
        values = {"name": "Customer", "company_id": company.id}
        partner = self.env["res.partner"].create(values)
        both = (self.mine + self.other).ids
        own = partner.with_user(self.mcp_caller).with_context(allowed_company_ids=both)
        message = own.message_post(body=SECRET)
        activity = own.activity_schedule("mail.mail_activity_data_todo", summary=SECRET)
        return {"mail.message": message.ids, "mail.activity": activity.ids}

    def ask(self, tool, companies, **arguments):
        call = self.make_call(tool, arguments)
        call.principal = self.principal(companies=companies)
        reached = sorted(companies) if companies else (self.mine + self.other).ids
        call.env = call.env(context={"allowed_company_ids": reached})
        return self.answer(call)

    def found(self, model, companies):
        ids = [*self.theirs[model], *self.ours[model]]
        domain, fields = [["id", "in", ids]], ["display_name"]
        sent = {"model": model, "domain": domain, "fields": fields}
        facts = self.assertAnswers(self.ask("search_records", companies, **sent))
        count = self.assertAnswers(
            self.ask("count_records", companies, model=model, domain=domain)
        )["count"]
        self.assertEqual(count, len(facts["records"]))
        return sorted(record["id"] for record in facts["records"])

    def test_a_search_leaves_out_what_hangs_on_them(self):
        limited = frozenset(self.mine.ids)
        for model in self.ours:
            with self.subTest(model):
                both = sorted([*self.theirs[model], *self.ours[model]])
                self.assertEqual(self.found(model, None), both)
                self.assertEqual(self.found(model, limited), self.ours[model])

    def test_nor_can_it_be_read_or_written_by_its_id(self):
        limited = frozenset(self.mine.ids)
        for model, name in (("mail.message", "body"), ("mail.activity", "summary")):
            ids = self.theirs[model]
            with self.subTest(model):
                sent = {"model": model, "record_ids": ids, "fields": [name]}
                outcome = self.ask("get_record", limited, **sent)
                self.assertNotIn(SECRET, outcome.text + str(outcome.structured))
                self.assertAnswers(self.ask("get_record", None, **sent))
                sent = {"model": model, "record_ids": ids, "values": {name: "new"}}
                self.assertRefused(self.ask("update_records", limited, **sent))
                self.assertIn(SECRET, str(self.env[model].browse(ids)[name]))

    def test_groups_count_what_a_search_finds(self):
        limited = frozenset(self.mine.ids)
        ids = [*self.theirs["mail.activity"], *self.ours["mail.activity"]]
        sent = {"model": "mail.activity", "domain": [["id", "in", ids]]}
        sent |= {"group_by": ["res_model"]}
        for companies, count in ((None, 2), (limited, 1)):
            facts = self.assertAnswers(self.ask("aggregate_records", companies, **sent))
            self.assertEqual(facts["groups"][0]["__count"], count)
