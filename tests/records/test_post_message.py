"""The chatter, as a person uses it; what leaves by mail is said before."""

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestPostMessage(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.customer = self.env["res.partner"].create(
            {"name": "Customer", "email": "customer@example.com"}
        )
        self.partner = self.env["res.partner"].create({"name": "Azure"})
        self.partner.message_subscribe(self.customer.ids)
        self.on = {"model": "res.partner", "record_id": self.partner.id}

    def post(self, body="Hi", **arguments):
        return self.call("post_message", **self.on, body=body, **arguments)

    def last(self):
        return self.partner.message_ids.sorted("id")[-1]

    def mails(self):
        return self.env["mail.mail"].search_count([])

    def test_a_note_is_for_colleagues_and_tells_nobody(self):
        before = self.mails()
        answer = self.assertAnswers(self.post("Careful <b>there</b>"))
        message = self.last()
        self.assertEqual(message.id, answer["message_id"])
        self.assertTrue(message.is_internal or message.subtype_id.internal)
        self.assertIn("&lt;b&gt;", message.body)
        self.assertEqual(message.author_id, self.mcp_caller.partner_id)
        self.assertEqual((answer["notified"], self.mails()), ([], before))

    def test_the_lines_of_a_text_stay_lines_and_what_looks_like_a_tag_is_text(self):
        self.assertAnswers(self.post("Hello you\nsecond <b>line</b>\n\nthird"))
        lines = [
            "<p>Hello you<br>second &lt;b&gt;line&lt;/b&gt;</p>",
            "<p>third</p>",
        ]
        self.assertEqual(self.last().body, "".join(lines))

    def test_markdown_is_formatted(self):
        self.assertAnswers(self.post("For the **team**:\n- <b>one</b>\n- two"))
        body = self.last().body
        self.assertIn("<strong>team</strong>", body)
        self.assertIn("<li>&lt;b&gt;one&lt;/b&gt;</li>", body)

    def test_a_message_goes_to_the_followers_and_says_to_whom(self):
        outcome = self.post(kind="message")
        (told,) = self.assertAnswers(outcome)["notified"]
        self.assertEqual((told["id"], told["by"]), (self.customer.id, "email"))
        self.assertIn("Customer (email)", outcome.text)
        change = self.env["mcp.change"].search([], limit=1)
        self.assertIn("An e-mail goes to Customer", change.irreversible)

    def test_its_preview_says_who_gets_mail_and_sends_none(self):
        call = self.make_call(
            "post_message",
            {**self.on, "body": "Hi", "kind": "message"},
            principal=self.principal(trusted=False),
        )
        before, messages = self.mails(), len(self.partner.message_ids)
        preview = self.preview(call).preview
        self.assertTrue(preview.startswith("Posts a message on Azure (res.partner)"))
        self.assertIn("An e-mail goes to Customer; no undo", preview)
        self.env.invalidate_all()
        self.assertEqual(
            (self.mails(), len(self.partner.message_ids)), (before, messages)
        )

    def test_a_note_is_undone_also_when_it_was_read(self):
        user = self.mcp_user(notification_type="inbox")
        self.assertAnswers(self.post(partner_ids=user.partner_id.ids))
        message = self.last()
        message.notification_ids.is_read = True
        self.assertAnswers(self.call("undo"))
        self.assertFalse(message.exists())

    def test_whom_to_notify_is_named_by_id_name_or_address(self):
        user = self.mcp_user(name="Nadia Notified", email="nadia@example.com")
        contact = user.partner_id
        for named in (contact.ids, "Nadia Notified", ["nadia@example.com"]):
            with self.subTest(named=named):
                answer = self.assertAnswers(self.post(partner_ids=named))
                told = [n["id"] for n in answer["notified"]]
                self.assertEqual(told, contact.ids)
        self.assertRefused(self.post(partner_ids=["Nadja Notified"]), "Nadia Notified")
        self.assertRefused(self.post(partner_ids=[2**31 - 1]), str(2**31 - 1))

    def test_html_is_sanitised(self):
        self.assertAnswers(self.post("<b>x</b><script>y</script>", is_html=True))
        self.assertIn("<b>x</b>", self.last().body)
        self.assertNotIn("script", self.last().body)

    def test_files_are_attached(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": self.partner.id,
            }
        )
        self.assertAnswers(self.post(attachment_ids=[file.id]))
        self.assertEqual(self.last().attachment_ids, file)
        self.assertRefused(self.post(attachment_ids=[2**31 - 1]), str(2**31 - 1))

    def test_a_model_without_a_chatter_is_refused(self):
        country = self.env.ref("base.be")
        arguments = {"model": "res.country", "record_id": country.id, "body": "Hi"}
        self.assertRefused(self.call("post_message", **arguments), "no chatter")

    def test_odoos_own_rights_decide(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        call = self.make_call("post_message", {**self.on, "body": "Hi"}, user=user)
        before = len(self.partner.message_ids)
        self.assertTrue(self.answer(call).is_error)
        self.assertEqual(len(self.partner.message_ids), before)
