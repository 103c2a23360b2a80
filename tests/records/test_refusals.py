"""Odoo refuses also with a window to open; to a client that is a refusal like any."""

from __future__ import annotations

from unittest.mock import patch

from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from ..common import McpCase

WORDS = "Set it up first."


@tagged("post_install", "-at_install")
class TestRefusals(McpCase):
    mcp_groups = (
        "odoo_mcp.group_administrator,base.group_erp_manager,base.group_partner_manager"
    )

    def leads_to_a_window(self, *_given):
        raise RedirectWarning(WORDS, 1, "Open")

    def test_a_default_that_leads_to_a_window_is_left_to_odoo(self):
        field = self.registry["res.currency"]._fields["symbol"]
        self.addCleanup(setattr, field, "default", None)
        field.default = self.leads_to_a_window
        call = self.call("describe_model", model="res.currency", detail="template")
        self.assertFalse(call.is_error, call.text)
        self.assertIn('"symbol": "<given by Odoo on creation>"', call.text)

    def test_of_several_rows_the_one_that_leads_to_a_window_is_named(self):
        partners = type(self.env["res.partner"])
        create = partners.create

        def choosy(model, rows):
            if any(row.get("name") == "Bad" for row in rows):
                self.leads_to_a_window()
            return create(model, rows)

        with patch.object(partners, "create", choosy):
            rows = [{"name": name} for name in ("Good", "Bad", "Fine")]
            answer = self.call("create_records", model="res.partner", values=rows)
        self.assertRefused(answer, f"[1]: {WORDS}")
