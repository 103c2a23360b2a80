"""Where an undo may not, or cannot: what it does instead, and what it says."""

from unittest.mock import patch

from odoo.exceptions import RedirectWarning
from odoo.tests import new_test_user, tagged

from ...services.journal.undo.telling import told
from ..common import McpCase

TAG = "res.partner.category"


@tagged("post_install", "-at_install")
class TestUndoRefused(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def create(self, model, **values):
        answer = self.assertAnswers(
            self.call("create_records", model=model, values=values)
        )
        self.env.invalidate_all()
        return self.env[model].browse(answer["ids"])

    def last(self):
        changes = self.env["mcp.change"].with_user(self.mcp_caller)
        return changes.search([], limit=1)

    def close(self, model):
        """Nobody but the administrator of Odoo deletes in ``model`` any more."""
        rights = self.env["ir.model.access"].search([("model_id.model", "=", model)])
        rights.perm_unlink = False
        access = rights[0].copy({"group_id": self.env.ref("base.group_system").id})
        access.perm_unlink = True

    def test_a_time_in_a_conflict_is_in_the_callers_zone(self):
        conflict = {
            "model": "res.partner",
            "id": self.env.user.partner_id.id,
            "field": "create_date",
            "expected": None,
            "found": "2026-11-22T19:29:40",
        }
        said = told(self.env(context={"tz": "Europe/Berlin"}), conflict)
        self.assertEqual(said["found"], "2026-11-22T20:29:40+01:00")
        self.assertIsNone(said["expected"])

    def rename(self, record, name):
        self.assertAnswers(
            self.call(
                "update_records",
                model=record._name,
                record_ids=record.ids,
                values={"name": name},
            )
        )
        return self.last()

    def test_what_a_change_that_stays_has_changed_again_is_not_the_next(self):
        free, held = self.env[TAG].create([{"name": "Free"}, {"name": "Held"}])
        older, below = self.rename(free, "Free 1"), self.rename(held, "Held 1")
        above = self.rename(held, "Held 2")
        above.sudo().write({"stays": True, "irreversible": "It was delivered."})
        stays = f"Change set {above.id} (update_records) stays: It was delivered."
        following = f"Next that can be undone: change_id {older.id} ("
        self.assertRefused(self.call("undo"), stays, following)
        outcome = self.call("undo", change_id=below.id)
        self.assertRefused(outcome, "Values that changed since: 1.", stays)
        self.assertNotIn("Undo first", outcome.text)
        self.assertAnswers(self.call("undo", change_id=older.id))

    def test_what_others_changed_since_is_not_the_next(self):
        free, held = self.env[TAG].create([{"name": "Free"}, {"name": "Held"}])
        older, changed = self.rename(free, "Free 1"), self.rename(held, "Held 1")
        held.name = "Somebody else's"
        above = self.rename(self.env[TAG].create({"name": "Above"}), "Above 1")
        above.sudo().write({"stays": True, "irreversible": "It was delivered."})
        self.env.flush_all()
        self.assertTrue(changed.can_undo)
        following = f"Next that can be undone: change_id {older.id} ("
        self.assertRefused(self.call("undo"), following)

    def test_who_may_not_delete_archives_and_is_told(self):
        self.close(TAG)
        values = {"model": TAG, "values": {"name": "Quokka"}}
        outcome = self.answer(self.make_call("create_records", values, dry_run=True))
        self.assertIn("Undo archives instead of deleting", outcome.text)
        tag = self.create(TAG, name="Quokka")
        self.assertTrue(self.last().can_undo)
        answer = self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        told = {"model": TAG, "id": tag.id, "name": "Quokka"}
        self.assertEqual(answer["archived"], [told])
        self.assertFalse(tag.active)
        self.assertAnswers(self.call("undo", change_id=self.last().id))
        self.env.invalidate_all()
        self.assertTrue(tag.active)

    def test_who_may_delete_deletes(self):
        tag = self.create(TAG, name="Quokka")
        self.assertFalse(self.assertAnswers(self.call("undo"))["archived"])
        self.assertFalse(tag.exists())

    def create_contact_of_a_user(self):
        """A contact that a call made, and Odoo does not delete any more."""
        partner = self.create("res.partner", name="Quokka", email="q@example.com")
        users = self.env["res.users"].with_context(no_reset_password=True)
        users.create({"login": "quokka", "partner_id": partner.id})
        self.env.flush_all()

    def test_a_refusal_of_odoo_says_what_else_can_be_done(self):
        earlier = self.create("res.partner", name="Numbat")
        change = self.last()
        self.create_contact_of_a_user()
        self.assertRefused(
            self.call("undo"),
            "Nothing was undone; Odoo refuses",
            "Correct the records themselves instead",
            f"Next that can be undone: change_id {change.id} (create_records).",
        )
        self.assertAnswers(self.call("undo", change_id=change.id))
        self.assertFalse(earlier.exists())

    def test_a_refusal_that_leads_to_a_window_is_told_like_any_other(self):
        groups = f"{self.mcp_groups},base.group_erp_manager"
        self._mcp_caller = self.mcp_user(groups)
        self.create("res.partner", name="Numbat")
        change = self.last()
        self.create_contact_of_a_user()
        self.assertRefused(
            self.call("undo"),
            "Nothing was undone; Odoo refuses: You cannot delete contacts",
            f"Next that can be undone: change_id {change.id} (create_records).",
        )

    def test_what_an_addon_will_not_delete_is_said_to_stay(self):
        order = "test.mcp.order"
        if order not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        for note, can_undo in (("kept", False), ("let go", True)):
            with self.subTest(note=note):
                values = {"model": order, "values": {"name": "Quokka", "note": note}}
                call = self.make_call("create_records", values, dry_run=True)
                said = "It is kept for good" in self.answer(call).text
                made = self.create(order, **values["values"])
                self.assertEqual((said, self.last().can_undo), (not can_undo, can_undo))
                self.assertEqual(self.call("undo").is_error, not can_undo)
                self.assertEqual(bool(made.exists()), not can_undo)

    def test_a_check_that_leads_to_a_window_ends_no_call(self):
        said = "Go there instead."

        def refuse(_records):
            raise RedirectWarning(said, 1, "Go")

        refuse._ondelete = True
        partners = type(self.env["res.partner"])
        with patch.object(partners, "_ondelete_methods", [refuse]):
            self.create("res.partner", name="Quokka")
        self.assertFalse(self.last().can_undo)
        self.assertIn(said, self.last().irreversible)

    def test_an_activity_of_which_a_colleague_was_told_goes_again(self):
        partner = self.env["res.partner"].create({"name": "Azure"})
        other = new_test_user(self.env, "undo_other", email="other@example.com")
        arguments = {
            "model": "res.partner",
            "record_id": partner.id,
            "activity_type": self.env.ref("mail.mail_activity_data_todo").name,
            "user": other.login,
        }
        self.assertAnswers(self.call("schedule_activity", **arguments))
        notices = [("message_type", "=", "user_notification")]
        notices += [("partner_ids", "=", other.partner_id.id)]
        self.assertTrue(self.env["mail.message"].search_count(notices))
        self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertFalse(partner.activity_ids)
        self.assertFalse(self.env["mail.message"].search_count(notices))
