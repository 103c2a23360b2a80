"""Every tool for business where it does its work; the database is asked whether it did."""

from odoo import fields
from odoo.tests import tagged

from .happy import ANY, HAPPY
from .made import MatrixCase
from .matrix import MATRIX

# which fields an answer tells under Odoo's own names
KIND = "account_id.account_type"
TOLD = ("state", "payment_state", "name")


@tagged("post_install", "-at_install", "-standard", "business")
class TestHappy(MatrixCase):
    def test_every_tool_of_the_matrix_does_its_work_once(self):
        self.assertEqual(set(HAPPY), set(MATRIX))
        for tool, happy in HAPPY.items():
            with self.subTest(tool=tool), self.cr.savepoint() as savepoint:
                self.try_once(tool, happy)
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

    def try_once(self, tool, happy):
        made = getattr(self, f"make_{happy.make}")() if happy.make else None
        self.env.flush_all()
        subject = None if happy.creates or happy.truth else made
        self.check_before(subject, happy)
        known = self.known(happy)
        arguments = dict(happy.more)
        if happy.argument:
            named = [made.id] if happy.argument.endswith("_ids") else made.id
            arguments[happy.argument] = named
        answer = self.assertAnswers(self.by_boss(tool, **arguments))
        told = _at(answer, happy.at)
        if happy.truth:
            self.assertEqual(told, getattr(self, f"truth_{happy.truth}")(made))
            return
        record = self.changed(told, subject, happy, known)
        self.check_after(told, record, happy)

    def check_before(self, subject, happy):
        """What the tool must bring about is not so before."""
        for name, wanted in happy.after.items() if subject else ():
            self.assertFalse(_fits(subject[name], wanted), name)

    def known(self, happy):
        return set(self.env[happy.creates].search([]).ids) if happy.creates else set()

    def changed(self, told, subject, happy, known):
        """The record that the answer is about."""
        record = subject or self.env[happy.creates].browse(told["id"])
        self.assertEqual(told["id"], record.id)
        self.assertTrue(record.exists())
        self.assertNotIn(record.id, known)
        return record

    def check_after(self, told, record, happy):
        for name, wanted in happy.after.items():
            self.assertTrue(_fits(record[name], wanted), f"{name}: {record[name]}")
        for name in TOLD:
            if name in told and name in record._fields:
                stored = record.display_name if name == "name" else record[name]
                self.assertIn(told[name] or False, (stored, record[name]), name)

    def items(self, *domain):
        """Debit less credit of posted items, and their debit, in this company."""
        posted = [
            ("company_id", "child_of", self.env.company.id),
            ("parent_state", "=", "posted"),
            ("date", "<=", fields.Date.today()),
        ]
        items, sums = self.env["account.move.line"], ["balance:sum", "debit:sum"]
        [found] = items._read_group([*posted, *domain], [], sums)
        return [round(amount or 0, 2) for amount in found]

    def truth_assets(self, move):
        return self.items((KIND, "=like", "asset%"))[0]

    def truth_profit(self, move):
        kinds = ("|", (KIND, "=like", "income%"), (KIND, "=like", "expense%"))
        return -self.items(("date", ">=", "2020-01-01"), *kinds)[0]

    def truth_debit(self, move):
        return self.items(("date", ">=", "2020-01-01"))[1]

    def truth_banks(self, line):
        kinds = ("type", "in", ("bank", "cash", "credit"))
        company = ("company_id", "child_of", self.env.company.id)
        return self.env["account.journal"].search_count([kinds, company])

    def truth_spent(self, expense):
        return expense.total_amount

    def truth_bank_items(self, line):
        lines = self.env[line._name]
        return lines.search_count([("journal_id", "=", line.journal_id.id)])

    def truth_owed(self, move):
        return move.amount_residual


def _at(answer, path):
    for step in filter(None, path.split(".")):
        if step == "count":
            answer = len(answer)
        else:
            answer = answer[int(step) if step.isdigit() else step]
    return answer


def _fits(value, wanted):
    if wanted is ANY:
        return bool(value)
    return value in wanted if isinstance(wanted, tuple) else value == wanted
