"""Invoices of a partner of our own, in the company of the demo data."""

from __future__ import annotations

import unittest
from datetime import date, timedelta

from odoo import Command

from ..common import McpCase


class InvoicingCase(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,account.group_account_manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "account.move" not in cls.env:
            raise unittest.SkipTest("needs the app account")
        cls.company = cls.env.company
        cls.today = date.today()
        cls.partner = cls.env["res.partner"].create({"name": "Only For Tests"})
        cls.tax = cls.env["account.tax"].create(
            {"name": "ten", "amount": 10, "company_id": cls.company.id}
        )
        cls.bank = cls.env["account.journal"].create(
            {"name": "Test Bank", "type": "bank", "code": "TSTB"}
        )

    def invoice(self, *prices, move_type="out_invoice", days=0, post=True, **values):
        """An invoice that was due ``days`` ago, a line for each price, 10 % tax."""
        day = self.today - timedelta(days=days)
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": self.partner.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"line {price}",
                            "price_unit": price,
                            "tax_ids": self.tax.ids,
                        }
                    )
                    for price in prices
                ],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    def pay(self, moves, **arguments):
        arguments = {"journal": self.bank.id, **arguments}
        return self.call("register_payment", invoice_ids=moves.ids, **arguments)
