"""A method that deletes what people know by name says so, and asks for the right."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .orders import ORDER, OrderCase


@tagged("post_install", "-at_install")
class TestDeletionsByMethod(OrderCase):
    def setUp(self):
        super().setUp()
        partners = self.env["res.partner"]
        self.gone = partners.create([{"name": "Left A"}, {"name": "Left B"}])
        self.admin = self.mcp_user("odoo_mcp.group_administrator")

    def absorb(self, user, gone, **control):
        arguments = {
            "model": ORDER,
            "method": "absorb",
            "record_ids": self.small.ids,
            "args": [gone.ids],
        }
        caller = self.principal(user, trusted=False)
        return self.make_call("execute_method", arguments, principal=caller, **control)

    @mute_logger("odoo.models.unlink")
    def test_whoever_may_not_delete_does_not_by_a_method(self):
        for control in ({}, {"dry_run": True}):
            with self.subTest(**control):
                outcome = self.answer(
                    self.absorb(self.mcp_caller, self.gone, **control)
                )
                self.assertRefused(
                    outcome,
                    "Nothing was done",
                    "It deletes 2 × Contact (res.partner): Left A, Left B.",
                    "You may not delete records here",
                )
        self.assertTrue(self.gone.exists())
        self.assertEqual(self.small.number, 1)

    @mute_logger("odoo.models.unlink")
    def test_who_may_delete_is_told_what_goes(self):
        said = "It deletes 2 × Contact (res.partner): Left A, Left B."
        shown = self.answer(self.absorb(self.admin, self.gone, dry_run=True))
        self.assertIn(said, self.assertAnswers(shown)["preview"]["summary"])
        outcome = self.answer(self.absorb(self.admin, self.gone))
        self.assertEqual(self.assertAnswers(outcome)["note"], said)
        self.assertFalse(self.gone.exists())

    @mute_logger("odoo.models.unlink")
    def test_where_operators_may_delete_the_question_says_what_goes(self):
        self.env["ir.config_parameter"].set_param("mcp.operators_delete", "True")
        asked = self.preview(self.absorb(self.mcp_caller, self.gone))
        self.assertIn("It deletes 2 × Contact (res.partner)", asked.preview)

    @mute_logger("odoo.models.unlink")
    def test_what_has_no_name_goes_without_a_word(self):
        self.gone.write({"name": "/"})
        asked = self.preview(self.absorb(self.mcp_caller, self.gone))
        self.assertNotIn("It deletes", asked.preview)
        for partner in self.gone:
            self.assertIn(f"unlink res.partner {partner.id}", asked.preview)
