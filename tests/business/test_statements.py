"""Balance sheet and profit and loss, beside figures that were computed by hand."""

from datetime import date

from odoo.tests import tagged

from ...services.accounting.balance_sheet import balance_sheet
from ...services.accounting.scope import scope_of
from ...services.errors import UnknownName
from ..things import size
from .books import BooksCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestStatements(BooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        entry = cls.books.entry
        entry("2024-01-01", bank=1000, capital=-1000)
        # 2024: 300 - 100 = 200 earned, of which 50 is allocated in 2025
        entry("2024-06-30", receivable=300, sales=-300)
        entry("2024-06-30", goods=100, payable=-100)
        entry("2025-03-01", unallocated=50, capital=-50)
        # 2025: 500 + 20 - 120 - 80 - 30 = 290 earned by the end of June
        entry("2025-02-10", receivable=500, sales=-500)
        entry("2025-02-11", bank=20, gains=-20)
        entry("2025-02-12", goods=120, payable=-120)
        entry("2025-03-12", rent=80, bank=-80)
        entry("2025-06-30", wear=30, machine=-30)
        entry("2025-01-15", machine=400, loan=-400)
        entry("2025-07-01", rent=999, bank=-999)
        entry("2025-02-10", post=False, receivable=7777, sales=-7777)

    def rows(self, answer):
        return {line["name"]: line["amounts"] for line in answer["lines"]}

    def names(self):
        field = self.env["account.account"]._fields["account_type"]
        return dict(field._description_selection(self.env))

    def behind(self, answer, line, position=0):
        """What the journal items add up to that a figure's domain finds."""
        own = line.get("domain") or line["domains"][position]
        domain = answer["domain"] + answer["columns"][position]["domain"] + own
        call = self.call(
            "aggregate_records",
            model="account.move.line",
            domain=domain,
            aggregates=["balance:sum"],
        )
        value = self.assertAnswers(call)["totals"]["balance:sum"]
        value = value["amount"] if isinstance(value, dict) else value
        return line["sign"] * (value or 0)

    def test_a_balance_sheet_in_the_middle_of_a_year_balances(self):
        answer = self.assertAnswers(self.call("balance_sheet", date_to="2025-06-30"))
        name, rows = self.names(), self.rows(answer)
        self.assertEqual(rows[name["asset_cash"]], [940])
        self.assertEqual(rows[name["asset_receivable"]], [800])
        self.assertEqual(rows[name["asset_fixed"]], [370])
        self.assertEqual(rows[name["liability_payable"]], [220])
        self.assertEqual(rows[name["liability_non_current"]], [400])
        self.assertEqual(rows[name["equity"]], [1050])
        self.assertEqual(rows["Current-year earnings"], [290])
        self.assertEqual(rows["Earlier earnings, not allocated"], [150])
        self.assertEqual((answer["assets"], answer["liabilities"]), (2110, 620))
        self.assertEqual(
            (answer["equity"], answer["current_year_earnings"]), (1490, 290)
        )
        self.assertEqual((answer["balanced"], answer["difference"]), (True, 0))
        self.assertEqual(answer["currency"], "EUR")
        self.assertNotIn(name["asset_prepayments"], rows)

    def test_a_balance_sheet_is_compared_with_earlier_dates(self):
        answer = self.assertAnswers(
            self.call(
                "balance_sheet",
                date_to="2025-06-30",
                comparison="previous_year",
                periods=2,
            )
        )
        names = [column["name"] for column in answer["columns"]]
        self.assertEqual(names, ["2025-06-30", "2024-06-30", "2023-06-30"])
        rows = self.rows(answer)
        self.assertEqual(rows["Current-year earnings"], [290, 200, 0])
        self.assertEqual(rows["Earlier earnings, not allocated"], [150, 0, 0])
        self.assertEqual(rows["Assets"], [2110, 1300, 0])
        self.assertTrue(answer["balanced"])

    def test_every_figure_is_what_the_items_behind_it_add_up_to(self):
        for tool, days in (
            ("balance_sheet", {"date_to": "2025-06-30"}),
            ("pl_summary", {"date_from": "2025-01-01", "date_to": "2025-06-30"}),
        ):
            answer = self.assertAnswers(
                self.call(tool, **days, comparison="previous_year", detail="accounts")
            )
            self.assertGreater(len(answer["lines"]), 8)
            for line in answer["lines"]:
                for position, amount in enumerate(line["amounts"]):
                    found = self.behind(answer, line, position)
                    self.assertEqual(found, amount, line)

    def test_profit_and_loss_of_a_period_and_of_the_year_before(self):
        answer = self.assertAnswers(
            self.call(
                "pl_summary",
                date_from="2025-01-01",
                date_to="2025-06-30",
                comparison="previous_year",
            )
        )
        name, rows = self.names(), self.rows(answer)
        self.assertEqual(rows["Revenue"], [500, 300])
        self.assertEqual(rows[name["expense_direct_cost"]], [120, 100])
        self.assertEqual(rows["Gross profit"], [380, 200])
        self.assertEqual(rows[name["expense"]], [80, 0])
        self.assertEqual(rows[name["expense_depreciation"]], [30, 0])
        self.assertEqual(rows["Operating profit"], [270, 200])
        self.assertEqual(rows[name["income_other"]], [20, 0])
        self.assertEqual(rows["Net profit"], [290, 200])
        self.assertEqual((answer["revenue"], answer["net_profit"]), (500, 290))

    def test_without_a_first_day_profit_is_of_the_fiscal_year(self):
        self.company.write({"fiscalyear_last_month": "3", "fiscalyear_last_day": 31})
        answer = self.assertAnswers(self.call("pl_summary", date_to="2025-06-30"))
        self.assertEqual(answer["columns"][0]["name"], "2025-04-01..2025-06-30")
        self.assertEqual(answer["net_profit"], -30)
        sheet = self.assertAnswers(self.call("balance_sheet", date_to="2025-06-30"))
        self.assertEqual(sheet["current_year_earnings"], -30)
        rows = self.rows(sheet)
        self.assertEqual(rows["Earlier earnings, not allocated"], [470])
        self.assertTrue(sheet["balanced"])

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        outcome = self.call("pl_summary", date_from="2025-02-01", date_to="2025-01-01")
        self.assertRefused(outcome, "2025-02-01", "after")

    def test_the_names_of_the_reference_work(self):
        for name in ("odoo_balance_sheet", "odoo_pl_summary"):
            self.assertAnswers(self.call(name, date_to="2025-06-30"))

    def test_who_has_no_right_to_the_books_gets_nothing(self):
        for groups in ("odoo_mcp.group_observer", "odoo_mcp.group_observer,SALES"):
            groups = groups.replace("SALES", "sales_team.group_sale_manager")
            user = self.accountant(self.company, groups)
            call = self.make_call("balance_sheet", {}, user=user)
            with self.assertRaises(UnknownName):
                self.answer(call)

    def test_another_company_is_not_in_it_unless_asked_for(self):
        other = self.new_company(
            "Dollars", "USD", fiscalyear_last_month="6", fiscalyear_last_day=30
        )
        self.env["res.currency.rate"].create(
            {
                "name": "2025-01-01",
                "currency_id": other.currency_id.id,
                "company_id": self.company.id,
                "rate": 2,
            }
        )
        books = self.new_books(other)
        books.entry("2025-02-01", bank=100, sales=-100)
        books.entry("2024-02-01", bank=40, sales=-40)
        user = self.accountant(self.company | other)
        days = {"date_to": "2025-06-30"}
        alone = self.answer(self.make_call("balance_sheet", days, user=user))
        self.assertEqual(self.assertAnswers(alone)["assets"], 2110)
        ids = [self.company.id, other.id]
        both = self.answer(
            self.make_call("balance_sheet", {**days, "company_ids": ids}, user=user)
        )
        answer = self.assertAnswers(both)
        # 140 dollars are 70 euros, 50 of them of the year that began in July
        self.assertEqual((answer["assets"], answer["balanced"]), (2180, True))
        self.assertEqual(answer["current_year_earnings"], 340)
        self.assertEqual(self.rows(answer)["Earlier earnings, not allocated"], [170])
        self.assertIn("USD × 0.5", answer["note"])
        mine = self.call("balance_sheet", company_ids=[other.id])
        self.assertRefused(mine, "company_ids")

    def test_a_report_takes_at_most_three_queries(self):
        env = self.env(user=self.mcp_caller.id)
        dates = [date(2025, 6, 30), date(2024, 6, 30)]
        for _warm in range(2):
            env.invalidate_all()
            scope = scope_of(env, None, dates[0])
            scope.companies.mapped("name")
            before = self.cr.sql_log_count
            sheet = balance_sheet(scope, dates)
            for row in sheet.rows:
                sheet.book.amounts(row)
        self.assertLessEqual(self.cr.sql_log_count - before, 3)

    def test_accounts_are_cut_to_the_budget_and_sections_are_not(self):
        account = self.books.accounts["rent"]
        rents = [
            account.copy({"code": f"61{n:04}", "name": f"rent {n} {'x' * 80}"})
            for n in range(300)
        ]
        lines = [{"account_id": rent.id, "balance": 1} for rent in rents]
        lines.append({"account_id": account.id, "balance": -300})
        self.books.entry("2025-01-01", lines=lines)
        outcome = self.call("pl_summary", date_to="2025-06-30", detail="accounts")
        answer = self.assertAnswers(outcome)
        self.assertTrue(answer["truncated"])
        self.assertEqual(answer["lines"][-1]["name"], "Net profit")
        self.assertLess(size(outcome), 60 * 1024)
        short = self.call("pl_summary", date_to="2025-06-30")
        self.assertLess(size(short), 4096)
