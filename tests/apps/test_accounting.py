"""Accounting where its app is not installed, and the periods of its reports."""

from datetime import date

from odoo.tests import BaseCase, tagged

from ...services.accounting.periods import Period, dates_before, periods_before
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestWithoutAccounting(McpCase):
    def test_a_tool_says_which_app_is_missing(self):
        if "account.move" in self.env:
            self.skipTest("the app is installed")
        for tool in ("balance_sheet", "list_invoices", "odoo_validate_payment"):
            self.assertRefused(self.call(tool), "not installed", "account")

    def test_none_of_its_tools_is_listed(self):
        if "account.move" in self.env:
            self.skipTest("the app is installed")
        policy = self.env(user=self.mcp_caller.id)["mcp.policy"]
        listed = policy._listed("tool", self.principal())
        self.assertNotIn("accounting", {tool.toolset for tool in listed})


@tagged("post_install", "-at_install")
class TestPeriods(BaseCase):
    def names(self, since, until, step, count=2):
        period = Period(date.fromisoformat(since), date.fromisoformat(until))
        return [p.name for p in periods_before(period, step, count)]

    def test_whole_months_are_compared_with_whole_months(self):
        self.assertEqual(
            self.names("2025-03-01", "2025-03-31", "previous_period"),
            ["2025-02-01..2025-02-28", "2025-01-01..2025-01-31"],
        )
        self.assertEqual(
            self.names("2025-01-01", "2025-03-31", "previous_period", 1),
            ["2024-10-01..2024-12-31"],
        )

    def test_other_days_are_compared_with_as_many(self):
        self.assertEqual(
            self.names("2025-03-10", "2025-03-19", "previous_period"),
            ["2025-02-28..2025-03-09", "2025-02-18..2025-02-27"],
        )

    def test_a_year_before_ends_where_the_month_ends(self):
        self.assertEqual(
            self.names("2025-02-01", "2025-02-28", "previous_year"),
            ["2024-02-01..2024-02-29", "2023-02-01..2023-02-28"],
        )

    def test_the_end_of_a_month_stays_its_end(self):
        found = dates_before(date(2025, 3, 31), "previous_month", 2)
        self.assertEqual(found, [date(2025, 2, 28), date(2025, 1, 31)])
        found = dates_before(date(2025, 6, 30), "previous_quarter", 2)
        self.assertEqual(found, [date(2025, 3, 31), date(2024, 12, 31)])
        found = dates_before(date(2025, 6, 15), "previous_year", 1)
        self.assertEqual(found, [date(2024, 6, 15)])
