"""Prompts in the web client, in a real browser."""

from __future__ import annotations

from odoo.tests import tagged

from ..tours import TourCase


@tagged("post_install", "-at_install")
class TestPromptTour(TourCase):
    def test_a_prompt_is_written_and_offered(self):
        self.tour("odoo_mcp_prompt", "mcp_prompt_action")
        prompt = self.env["mcp.prompt"].search([("name", "=", "open_offers")])
        self.assertEqual(prompt.argument_ids.mapped("name"), ["customer"])
        user = self.mcp_user("odoo_mcp.group_observer")
        call = self.make_call(
            "open_offers", {"customer": "Ada"}, user=user, kind="prompt"
        )
        self.assertEqual(
            self.answer(call).raw, "What waits for Ada? Ask search_records."
        )
