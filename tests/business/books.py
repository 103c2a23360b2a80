"""Books of a company of its own, so that figures can be computed by hand."""

from __future__ import annotations

import unittest

from odoo import Command

from ..common import McpCase

ACCOUNTS = {
    "bank": ("101000", "asset_cash"),
    "receivable": ("110000", "asset_receivable"),
    "machine": ("150000", "asset_fixed"),
    "payable": ("210000", "liability_payable"),
    "loan": ("220000", "liability_non_current"),
    "capital": ("300000", "equity"),
    "unallocated": ("399999", "equity_unaffected"),
    "sales": ("400000", "income"),
    "gains": ("450000", "income_other"),
    "goods": ("500000", "expense_direct_cost"),
    "rent": ("600000", "expense"),
    "wear": ("680000", "expense_depreciation"),
}


class BooksCase(McpCase):
    """A company with a small chart of accounts, and an accountant in it."""

    mcp_groups = "odoo_mcp.group_administrator,account.group_account_manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "account.move" not in cls.env:
            raise unittest.SkipTest("needs the app account")
        cls.company = cls.new_company("Books", "EUR")
        cls.books = cls.new_books(cls.company)

    @classmethod
    def new_company(cls, name, currency, **values):
        money = cls.env.ref(f"base.{currency}")
        money.active = True
        company = cls.env["res.company"].create(
            {"name": name, "currency_id": money.id, **values}
        )
        cls.env.user.company_ids |= company
        return company

    @classmethod
    def new_books(cls, company):
        env = cls.env(context={"allowed_company_ids": company.ids})
        accounts = {
            name: env["account.account"].create(
                {
                    "name": name,
                    "code": code,
                    "account_type": kind,
                    "company_ids": company.ids,
                }
            )
            for name, (code, kind) in ACCOUNTS.items()
        }
        journal = env["account.journal"].create(
            {"name": "Any", "code": "ANY", "type": "general", "company_id": company.id}
        )
        return Books(env, accounts, journal)

    @property
    def mcp_caller(self):
        if not getattr(self, "_mcp_caller", None):
            self._mcp_caller = self.accountant(self.company)
        return self._mcp_caller

    def accountant(self, companies, groups=mcp_groups):
        return self.mcp_user(
            groups, company_id=companies[0].id, company_ids=companies.ids
        )


class Books:
    """Where entries are made: ``entry("2025-01-31", bank=100, capital=-100)``."""

    def __init__(self, env, accounts, journal):
        self.env, self.accounts, self.journal = env, accounts, journal

    def entry(self, day, *, post=True, partner=None, lines=None, **amounts):
        """Book ``amounts`` (debit above zero), or whole ``lines``, on a day."""
        lines = lines or [
            {
                "account_id": self.accounts[name].id,
                "balance": amount,
                "partner_id": partner and partner.id,
            }
            for name, amount in amounts.items()
        ]
        move = self.env["account.move"].create(
            {
                "date": day,
                "journal_id": self.journal.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        if post:
            move.action_post()
        return move
