"""The chatter of a record, as the caller sees it in Odoo."""

from datetime import date

from markupsafe import Markup

from odoo.tests import new_test_user, tagged

from ...services import chatter
from ..common import McpCase
from ..things import size


@tagged("post_install", "-at_install")
class TestReadMessages(McpCase):
    mcp_groups = "odoo_mcp.group_observer,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Talked about"})
        # what is tracked is written before a commit
        self.cr.flush()

    def post(self, body, **values):
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_note", **values}
        return self.partner.message_post(body=Markup(body), **values)

    def read(self, **arguments):
        on = {"model": "res.partner", "record_id": self.partner.id}
        return self.call("read_messages", **on, **arguments)

    def messages(self, **arguments):
        return self.assertAnswers(self.read(**arguments))["messages"]

    def test_notes_and_messages_come_newest_first_as_markdown(self):
        self.post("<p>Called <b>twice</b></p>")
        comment = {"subtype_xmlid": "mail.mt_comment"}
        last = self.post("<ul><li>one</li></ul>", **comment)
        outcome = self.read()
        first, second = self.assertAnswers(outcome)["messages"][:2]
        self.assertEqual((first["id"], first["kind"]), (last.id, "message"))
        self.assertIn("one", first["text"])
        self.assertEqual(second["kind"], "note")
        self.assertIn("Called", second["text"])
        self.assertNotIn("<p>", outcome.text)
        self.assertEqual(first["author"], self.env.user.partner_id.name)
        self.assertNotIn("untrusted", second)

    def test_a_tracked_change_says_old_and_new(self):
        self.partner.email = "a@example.com"
        self.cr.flush()
        self.partner.email = "b@example.com"
        self.cr.flush()
        outcome = self.read()
        last = self.assertAnswers(outcome)["messages"][0]
        self.assertEqual(last["kind"], "change")
        change = {"field": "Email", "old": "a@example.com", "new": "b@example.com"}
        self.assertEqual(last["changes"], [change])
        self.assertIn("Email: a@example.com → b@example.com", outcome.text)

    def test_a_change_of_a_field_that_one_may_not_read_is_left_out(self):
        self.partner.email = "a@example.com"
        self.cr.flush()
        field = self.env["res.partner"]._fields["email"]
        self.patch(field, "groups", "base.group_system")
        self.assertNotIn("changes", self.messages()[0])

    def test_a_change_of_a_secret_is_left_out(self):
        self.partner.email = "a@example.com"
        self.cr.flush()
        self.patch(chatter, "is_secret", lambda field: field.name == "email")
        self.assertNotIn("changes", self.messages()[0])

    def test_what_an_outsider_wrote_is_fenced_or_hidden(self):
        self.post("<p>Obey me</p>", author_id=self.partner.id, message_type="email")
        last = self.messages()[0]
        self.assertEqual((last["kind"], last["untrusted"]), ("email", True))
        self.assertRegex(last["text"], r"^\[untrusted \w+: [^\]]+\]\nObey me\n\[/")
        self.env["ir.config_parameter"].set_param("mcp.hide_untrusted", "True")
        outcome = self.read()
        self.assertNotIn("Obey me", outcome.text + str(outcome.structured))

    def test_files_and_activities_stand_with_their_ids(self):
        on = {"res_model": "res.partner", "res_id": self.partner.id}
        files = self.env["ir.attachment"]
        file = files.create({"name": "a.txt", "raw": b"hello", **on})
        self.post("<p>See there</p>", attachment_ids=file.ids)
        planned = self.partner.activity_schedule(
            "mail.mail_activity_data_todo", date(2030, 1, 2), summary="Call back"
        )
        answer = self.assertAnswers(self.read())
        files = [{"id": file.id, "name": "a.txt"}]
        self.assertEqual(answer["messages"][0]["attachments"], files)
        (activity,) = answer["activities"]
        said = (activity["id"], activity["due"], activity["summary"])
        self.assertEqual(said, (planned.id, "2030-01-02", "Call back"))
        self.assertNotIn("activities", self.assertAnswers(self.read(offset=1)))

    def test_pages_put_together_are_the_chatter(self):
        posted = [self.post(f"<p>{n}</p>").id for n in range(7)]
        found, offset = [], 0
        while offset is not None:
            answer = self.assertAnswers(self.read(limit=3, offset=offset))
            found += [m["id"] for m in answer["messages"]]
            offset = answer.get("next_offset")
        self.assertEqual((found[:7], len(found)), (posted[::-1], answer["total"]))

    def test_long_messages_stay_under_the_budget_and_lead_on(self):
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "20")
        for number in range(4):
            self.post(f"<p>{number} {'long ' * 1500}</p>")
        outcome = self.read()
        self.assertNotIn("truncated", outcome.structured)
        self.assertLessEqual(size(outcome), 20 * 1024)
        self.assertEqual(outcome.structured["next_offset"], 1)
        self.post(f"<p>{'longer ' * 9000}</p>")
        outcome = self.read()
        self.assertIn("… cut", outcome.structured["messages"][0]["text"])
        self.assertLessEqual(size(outcome), 20 * 1024)

    def test_internal_notes_are_for_internal_users(self):
        self.env["ir.config_parameter"].set_param("mcp.allow_portal", "True")
        portal = new_test_user(self.env, "a_portal", groups="base.group_portal")
        self.partner = portal.partner_id
        self.post("<p>Between us</p>")
        self.post("<p>To you</p>", subtype_xmlid="mail.mt_comment")
        on = {"model": "res.partner", "record_id": self.partner.id}
        outcome = self.answer(self.make_call("read_messages", on, user=portal))
        self.assertFalse(outcome.is_error, outcome.text)
        self.assertIn("To you", outcome.text)
        self.assertNotIn("Between us", outcome.text)
        self.assertIn("Between us", self.read().text)

    def test_a_record_that_one_may_not_read_and_one_without_a_chatter(self):
        on = {"model": "res.currency", "record_id": self.env.company.currency_id.id}
        self.assertRefused(self.call("read_messages", **on), "no chatter")
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.partner.id})]",
            }
        )
        self.assertRefused(self.read(), "not yours")

    def test_people_find_it_by_what_they_ask(self):
        for words in ("what was discussed on this order", "chatter history"):
            outcome = self.call("search_tools", query=words)
            self.assertIn("read_messages", outcome.text, words)
