"""What others put into a record that a change set created is not deleted along."""

from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .test_undo import JournalCase


@tagged("post_install", "-at_install")
class TestAdded(JournalCase):
    def test_what_others_added_to_a_created_record_does_not_go_along(self):
        made = []
        self.changed(
            lambda env: made.append(env["res.partner"].create({"name": "New"}))
        )
        (partner,) = self.env["res.partner"].browse(made[0].id)
        self.env.flush_all()
        bank = {"acc_number": "BE71 0961 2345 6769", "partner_id": partner.id}
        added = self.env["res.partner.bank"].create(bank)
        said = partner.message_post(body="Call her", message_type="comment")
        outcome = self.undo()
        self.assertRefused(outcome, "Nothing was undone", "added since")
        found = {(c["model"], c["id"]) for c in outcome.structured["conflicts"]}
        self.assertEqual(found, {(added._name, added.id), (said._name, said.id)})
        self.assertTrue(partner.exists() and added.exists() and said.exists())
        change = self.env["mcp.change"].search([], limit=1)
        with self.assertRaises(RedirectWarning) as caught:
            change.with_user(self.env.ref("base.user_admin")).action_undo()
        self.assertIn("added since", str(caught.exception.args[0]))

    def test_an_administrator_who_insists_deletes_it_along(self):
        made = []
        self.changed(
            lambda env: made.append(env["res.partner"].create({"name": "New"}))
        )
        partner = self.env["res.partner"].browse(made[0].id)
        self.env.flush_all()
        said = partner.message_post(body="Call her", message_type="comment")
        self.assertAnswers(self.undo(force=True))
        self.assertFalse(partner.exists() or said.exists())

    def test_what_odoo_noted_itself_is_no_obstacle(self):
        made = []
        self.changed(
            lambda env: made.append(env["res.partner"].create({"name": "New"}))
        )
        partner = self.env["res.partner"].browse(made[0].id)
        self.env.flush_all()
        partner.message_post(body="Noted", message_type="notification")
        partner.message_subscribe(self.env.ref("base.partner_root").ids)
        self.assertAnswers(self.undo())
        self.assertFalse(partner.exists())
