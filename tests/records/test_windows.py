from odoo.tests import tagged

from ...services.orm.reads import searching
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestWindows(McpCase):
    """Messages are checked one by one, so no more of them than an answer needs."""

    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.patch(searching, "WINDOW", 5)
        partner = self.env["res.partner"].create({"name": "Talkative"})
        for number in range(23):
            partner.message_post(body=f"Message {number}")
        self.env.flush_all()
        self.domain = [["model", "=", "res.partner"], ["res_id", "=", partner.id]]
        self.messages = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id)], order="id"
        )

    def page(self, **arguments):
        which = {"model": "mail.message", "domain": self.domain, "order": "id"}
        which |= {"fields": ["id"], "limit": 3, **arguments}
        return self.assertAnswers(self.call("search_records", **which))

    def test_a_page_looks_at_no_more_than_it_needs_and_says_so(self):
        answer = self.page()
        self.assertEqual(answer["next_offset"], 3)
        self.assertIn("more than total", answer["note"])
        self.assertLess(answer["total"], len(self.messages))

    def test_pages_together_are_all_and_the_last_knows_the_total(self):
        found, offset = [], 0
        while offset is not None:
            answer = self.page(offset=offset)
            found += [row["id"] for row in answer["records"]]
            offset = answer["next_offset"]
        self.assertEqual(found, self.messages.ids)
        self.assertEqual(answer["total"], len(self.messages))
        self.assertNotIn("note", answer)

    def test_a_count_is_exact(self):
        which = {"model": "mail.message", "domain": self.domain}
        answer = self.assertAnswers(self.call("count_records", **which))
        self.assertEqual(answer["count"], len(self.messages))

    def test_what_the_caller_may_not_see_is_neither_found_nor_counted(self):
        [first, *_rest] = self.messages
        first.write({"model": "ir.config_parameter", "res_id": 1})
        self.env.flush_all()
        self.domain = [["id", "in", self.messages.ids]]
        which = {"model": "mail.message", "domain": self.domain}
        answer = self.assertAnswers(self.call("count_records", **which))
        self.assertEqual(answer["count"], len(self.messages) - 1)
