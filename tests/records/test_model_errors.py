"""What a model's own code does not catch is told in words, and only that."""

from odoo.tests import tagged

from ...services.errors import ToolError
from ...services.orm import model_errors
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestModelErrors(McpCase):
    mcp_groups = f"{McpCase.mcp_groups},base.group_system,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].with_user(self.mcp_caller)

    def told(self, key, *rows, model="res.partner"):
        with self.assertRaises(ToolError) as caught:
            with model_errors.told(self.env[model], list(rows)):
                raise KeyError(key)
        return caught.exception.message

    def create(self, model, /, **values):
        outcome = self.call("create_records", model=model, values=values)
        self.assertNotIn("reference", outcome.structured or {})
        return outcome

    def test_a_model_that_does_not_exist_is_named(self):
        outcome = self.create(
            "mail.scheduled.message",
            model="no.such.model",
            res_id=1,
            author_id=self.mcp_caller.partner_id.id,
            scheduled_date="2100-01-15T10:00:00Z",
        )
        self.assertRefused(outcome, "no.such.model", "model")

    def test_a_value_that_the_code_reads_unasked_is_named(self):
        parent = self.env["ir.actions.act_window"].search([], limit=1)
        outcome = self.create(
            "ir.embedded.actions",
            parent_action_id=parent.id,
            parent_res_model="res.partner",
        )
        self.assertRefused(outcome, "ir.embedded.actions", "action_id")

    def test_a_value_that_a_computation_misses_is_told_too(self):
        def compute(_records):
            raise KeyError(False)

        self.patch(self.env.registry["res.partner"], "_compute_complete_name", compute)
        self.assertRefused(self.create("res.partner", name="B"), "needs more values")

    def test_a_path_that_odoo_does_not_read_is_named(self):
        icon = "base,static/no_image.txt"
        outcome = self.create("ir.ui.menu", name="M", web_icon=icon)
        self.assertRefused(outcome, "ir.ui.menu", "static/no_image.txt")

    def test_another_value_error_stays_one(self):
        with self.assertRaises(ValueError), model_errors.told(self.partners, []):
            raise ValueError("of our own")

    def test_one_row_of_several_may_lack_it(self):
        said = self.told("email", {"email": "a@example.com"}, {"name": "B"})
        self.assertIn("needs a value for email", said)

    def test_an_empty_key_lists_what_is_required(self):
        said = self.told(None, {"color": 1}, model="res.partner.category")
        self.assertIn("not given: name.", said)

    def test_an_error_of_another_kind_stays_one(self):
        for key, row in (("other", {"name": "x"}), ("email", {"email": "x"})):
            with self.assertRaises(KeyError), model_errors.told(self.partners, [row]):
                raise KeyError(key)
