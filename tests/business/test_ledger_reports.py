"""Trial balance, aged balances, transactions and banks, beside hand-made figures."""

from odoo.tests import tagged

from ..things import size
from .books import BooksCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestLedgerReports(BooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good, cls.late = cls.env["res.partner"].create(
            [{"name": "Good Payer"}, {"name": "Late Payer"}]
        )
        entry = cls.books.entry
        entry("2024-05-01", receivable=100, sales=-100, partner=cls.good)
        entry("2025-01-10", bank=60, receivable=-60, partner=cls.good)
        cls.match(cls.good)
        # paid in July: still open at the end of June
        cls.owes("2025-03-01", "2025-06-20", 200)
        cls.owes("2025-03-02", "2025-07-15", 50)
        entry("2025-07-10", bank=200, receivable=-200, partner=cls.late)
        cls.match(cls.late)
        entry("2025-04-01", goods=70, payable=-70, partner=cls.good)

    @classmethod
    def owes(cls, day, due, amount):
        accounts = cls.books.accounts
        lines = [
            {
                "account_id": accounts["receivable"].id,
                "balance": amount,
                "partner_id": cls.late.id,
                "date_maturity": due,
            },
            {"account_id": accounts["sales"].id, "balance": -amount},
        ]
        cls.books.entry(day, lines=lines)

    @classmethod
    def match(cls, partner):
        lines = cls.books.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("account_id", "=", cls.books.accounts["receivable"].id),
                ("reconciled", "=", False),
            ],
            order="date_maturity, id",
        )
        debit = lines.filtered(lambda line: line.balance > 0)[:1]
        (debit | lines.filtered(lambda line: line.balance < 0)).reconcile()

    def test_the_trial_balance_opens_and_closes_as_by_hand(self):
        days = {"date_from": "2025-03-01", "date_to": "2025-06-30"}
        answer = self.assertAnswers(self.call("trial_balance", **days))
        rows = {
            row["name"]: (row["opening"], row["debit"], row["credit"], row["closing"])
            for row in answer["accounts"]
        }
        self.assertEqual(rows["bank"], (60, 0, 0, 60))
        self.assertEqual(rows["receivable"], (40, 250, 0, 290))
        self.assertEqual(rows["payable"], (0, 0, 70, -70))
        self.assertEqual(rows["goods"], (0, 70, 0, 70))
        self.assertEqual(rows["sales"], (0, 0, 250, -250))
        self.assertEqual(rows["Earlier earnings, not allocated"], (-100, 0, 0, -100))
        self.assertTrue(answer["balanced"])
        totals = answer["totals"]
        self.assertEqual((totals["opening"], totals["closing"]), (0, 0))
        self.assertEqual((totals["debit"], totals["credit"]), (320, 320))
        some = self.assertAnswers(self.call("trial_balance", **days, query="110000"))
        self.assertEqual([row["name"] for row in some["accounts"]], ["receivable"])
        self.assertIsNone(some["balanced"])
        page = self.assertAnswers(self.call("trial_balance", **days, limit=2))
        self.assertEqual((len(page["accounts"]), page["next_offset"]), (2, 2))
        self.assertEqual(page["totals"], totals)

    def test_accounts_of_another_company_have_their_number_too(self):
        second = self.new_company("Second Books", "EUR")
        self.mcp_caller.company_ids |= second
        self.new_books(second).entry("2025-04-01", bank=30, capital=-30)
        both = {"company_ids": [self.company.id, second.id], "date_to": "2025-06-30"}
        answer = self.assertAnswers(self.call("trial_balance", **both, query="101000"))
        codes = {row["code"] for row in answer["accounts"]}
        self.assertEqual(codes, {"101000", "101000 (Second Books)"})

    def test_aged_balances_are_as_they_stood_then(self):
        answer = self.assertAnswers(self.call("aged_balances", date_to="2025-06-30"))
        rows = {row["name"]: row["amounts"] for row in answer["partners"]}
        self.assertEqual(rows["Late Payer"], [50, 200, 0, 0, 0, 0])
        self.assertEqual(rows["Good Payer"], [0, 0, 0, 0, 0, 40])
        self.assertEqual((answer["total"], answer["overdue"]), (290, 240))
        later = self.assertAnswers(self.call("aged_balances", date_to="2025-07-31"))
        rows = {row["name"]: row["amounts"] for row in later["partners"]}
        self.assertEqual(rows["Late Payer"], [0, 50, 0, 0, 0, 0])
        payable = self.assertAnswers(
            self.call("aged_balances", kind="payable", date_to="2025-06-30")
        )
        self.assertEqual(payable["total"], 70)

    def test_only_the_partners_of_the_page_are_named(self):
        people = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(20)])
        for amount, partner in enumerate(people, 1):
            both = {"receivable": amount, "sales": -amount}
            self.books.entry("2025-05-01", **both, partner=partner)
        self.env.flush_all()
        self.env.invalidate_all()
        named, compute = set(), type(people)._compute_display_name

        def noted(records):
            named.update(records.ids)
            return compute(records)

        self.patch(type(people), "_compute_display_name", noted)
        page = {"date_to": "2025-06-30", "limit": 3, "offset": 2}
        answer = self.assertAnswers(self.call("aged_balances", **page))
        shown = [(row["name"], row["total"]) for row in answer["partners"]]
        self.assertEqual(shown, [("P19", 20), ("P18", 19), ("P17", 18)])
        self.assertEqual((answer["total_partners"], answer["next_offset"]), (22, 5))
        self.assertEqual(answer["total"], 290 + 210)
        self.assertEqual(len(named & set(people.ids)), 3)

    def test_the_items_behind_a_partner_add_up_to_his_total(self):
        answer = self.assertAnswers(self.call("aged_balances", date_to="2025-06-30"))
        for row in answer["partners"]:
            domain = [*answer["domain"], ["partner_id", "=", row["id"]]]
            lines = self.books.env[answer["model"]].search(domain)
            self.assertEqual(sum(lines.mapped("balance")), row["total"])

    def test_a_report_of_the_ledger_agrees_with_odoos_own_figures(self):
        user = self.env.ref("base.user_admin")
        admin = self.accountant(user.company_id)
        call = self.make_call("trial_balance", {"date_to": "2999-12-31"}, user=admin)
        trial = self.assertAnswers(self.answer(call))
        self.assertTrue(trial["balanced"])
        lines = self.env["account.move.line"]
        groups = lines._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", user.company_id.id)],
            ["account_id"],
            ["balance:sum"],
        )
        own = {account.id: balance for account, balance in groups}
        call = self.make_call(
            "balance_sheet", {"date_to": "2999-12-31", "detail": "accounts"}, user=admin
        )
        sheet = self.assertAnswers(self.answer(call))
        self.assertTrue(sheet["balanced"])
        accounts = [line for line in sheet["lines"] if line["level"] == 2]
        self.assertTrue(accounts)
        for line in accounts:
            account = line["domain"][0][2]
            found = line["sign"] * line["amounts"][0]
            self.assertAlmostEqual(found, own[account], 2)
            record = self.env["account.account"].browse(account)
            record = record.with_company(user.company_id)
            self.assertAlmostEqual(found, record.current_balance, 2)

    def test_the_ledger_of_an_account_is_listed_by_its_number(self):
        answer = self.assertAnswers(
            self.call("read_transactions", kind="items", account="110000", limit=2)
        )
        self.assertEqual((answer["count"], answer["total"]), (2, 5))
        (total,) = answer["totals"]
        self.assertEqual((total["total"], total["due"]), (90, 90))
        some = self.assertAnswers(
            self.call(
                "read_transactions",
                kind="items",
                account="110000",
                unreconciled=True,
                partner=self.late.id,
            )
        )
        self.assertEqual([r["debit"]["amount"] for r in some["records"]], [50])
        self.assertRefused(
            self.call("read_transactions", kind="items", account="999999"), "account"
        )

    def test_an_account_alone_means_journal_items_and_bank_lines_have_none(self):
        answer = self.assertAnswers(self.call("read_transactions", account="110000"))
        self.assertEqual(answer["total"], 5)
        outcome = self.call("read_transactions", kind="bank", account="110000")
        self.assertRefused(outcome, "kind items")

    def test_bank_lines_and_how_fresh_they_are(self):
        suspense = self.books.accounts["gains"].copy(
            {"code": "109999", "name": "suspense", "account_type": "asset_current"}
        )
        self.company.account_journal_suspense_account_id = suspense
        journal = self.books.env["account.journal"].create(
            {"name": "House bank", "type": "bank", "code": "HB"}
        )
        self.books.env["account.bank.statement.line"].create(
            [
                {
                    "journal_id": journal.id,
                    "date": day,
                    "amount": amount,
                    "payment_ref": day,
                }
                for day, amount in (("2025-05-01", 100), ("2025-05-07", -30))
            ]
        )
        answer = self.assertAnswers(self.call("read_transactions", journal=journal.id))
        self.assertEqual([r["amount"]["amount"] for r in answer["records"]], [-30, 100])
        (total,) = answer["totals"]
        self.assertEqual((total["total"], total["due"]), (70, 70))
        outcome = self.call("bank_sync_status")
        status = self.assertAnswers(outcome)
        (row,) = [r for r in status["journals"] if r["journal"]["id"] == journal.id]
        self.assertEqual((row["last_line"], row["lines"]), ("2025-05-07", 2))
        self.assertEqual((row["unreconciled"], row["unreconciled_amount"]), (2, 70))
        self.assertEqual((row["ledger_balance"], row["statement_balance"]), (70, 70))
        self.assertEqual(row["difference"], 0)
        self.assertGreater(row["days_old"], 0)
        self.assertLess(size(outcome), 4096)

    def test_the_names_of_the_reference_work(self):
        for name in ("read_transactions", "bank_sync_status", "trial_balance"):
            self.assertAnswers(self.call(f"odoo_{name}"))
        self.assertAnswers(self.call("odoo_aged_balances"))

    def test_the_dashboard_stays_small_and_is_for_accountants(self):
        admin = self.accountant(self.env.company)
        seller = self.mcp_user("odoo_mcp.group_observer,sales_team.group_sale_salesman")
        names = {}
        for user in (admin, seller):
            call = self.make_call(
                "dashboard", {"name": "accounting"}, user=user, kind="resource"
            )
            outcome = self.answer(call)
            self.assertLess(len(outcome.raw.model_dump_json()), 2048)
            names[user] = {figure["name"] for figure in outcome.raw.figures}
        self.assertIn("Cash and bank", names[admin])
        self.assertIn("Result this month", names[admin])
        self.assertIn("Receivable", names[seller])
        self.assertNotIn("Cash and bank", names[seller])
