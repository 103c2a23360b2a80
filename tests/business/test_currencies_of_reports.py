"""Analyses of companies with several currencies, for which Odoo makes a table."""

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestCurrenciesOfReports(McpCase):
    mcp_groups = (
        "odoo_mcp.group_operator,sales_team.group_sale_manager,"
        "account.group_account_manager,purchase.group_purchase_manager"
    )

    def setUp(self):
        super().setUp()
        euro = self.env.ref("base.EUR")
        euro.active = True
        values = {"name": "Euro Company", "currency_id": euro.id}
        second = self.env["res.company"].create(values)
        self.mcp_caller.company_ids |= second
        self.env.flush_all()

    def test_they_are_read_as_any_other(self):
        for model in ("sale.report", "account.invoice.report", "purchase.report"):
            with self.subTest(model):
                counted = self.assertAnswers(self.call("count_records", model=model))
                found = self.assertAnswers(self.call("search_records", model=model))
                self.assertEqual(found["total"], counted["count"])
                groups = {"aggregates": ["__count"], "group_by": []}
                self.assertAnswers(
                    self.call("aggregate_records", model=model, **groups)
                )

    def test_nothing_of_the_table_stays(self):
        self.assertAnswers(self.call("count_records", model="sale.report"))
        self.env.cr.execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE '%currency_table%'"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
