from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr

from odoo import models

from ...services.accounting.paying import invoice_facts, moved, payment_facts
from ...services.declarations import Effect, Field, mcp_tool
from ...services.expenses import paying
from ...services.orm.context_params import DateArg, Named
from ...services.orm.reads.cells import cell
from .answers import ExpenseAnswer, answer
from .reports import ReportParams


class PayParams(ReportParams):
    pay: bool = Field(True, description="false books it only, to be paid later.")
    journal: Named("account.journal") | None = Field(
        None, description="Bank or cash: id or exact name."
    )
    payment_date: DateArg | None = Field(None, description="Default: today.")
    # as it was before, and what is told beside
    _booked: bool = PrivateAttr(False)
    _moved: str = PrivateAttr("")

    def values(self) -> dict[str, Any]:
        given = {"journal_id": self.journal, "payment_date": self.payment_date}
        return {name: value for name, value in given.items() if value is not None}


class PaidExpense(ExpenseAnswer):
    entries: list[dict[str, Any]] = Field(
        default_factory=list, description="Booked: id, name, payment_state, due, url"
    )
    payments: list[dict[str, Any]] = Field(default_factory=list)

    def rest(self) -> list[str]:
        rows = [("booked", row) for row in self.entries]
        rows += [("payment", row) for row in self.payments]
        lines = [
            f"{kind} " + ", ".join(f"{k} {cell(v)}" for k, v in row.items() if v)
            for kind, row in rows
        ]
        return [*super().rest(), *lines]


class PayExpense(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(
        Effect.CHANGE,
        confirm=True,
        requires=("account.payment", "hr.expense"),
        aliases=("odoo_pay_expense", "post_expense", "reimburse_expense"),
        falls_under=("register_payment",),
        presses=(
            "hr.expense.sheet.action_sheet_move_post",
            "hr.expense.sheet.action_register_payment",
            "hr.expense.action_post",
            "hr.expense.action_pay",
            "hr.expense.post.wizard.action_post_entry",
        ),
    )
    def _mcp_pay_expense(self, params: PayParams) -> PaidExpense:
        """Book an approved expense and pay it back to the employee.

        For accountants. With pay false it is booked only.
        """
        report = params.report
        params._booked = paying.booked(report)
        if not params.pay:
            paying.require_unbooked(report)
        entries = paying.book(report)
        payments = self.env["account.payment"]
        if params.pay:
            payments = paying.pay(report, entries, params.values())
            params._moved = moved(payments)
        return PaidExpense(
            **dict(answer(paying.visible(report))),
            entries=[invoice_facts(move) for move in entries],
            payments=[payment_facts(payment) for payment in payments],
        )

    def _sentence_pay_expense(self, params: PayParams) -> str:
        """Names the expense, the employee and the amount."""
        if not params.pay:
            text = self.env._("Books %(name)s of %(employee)s, %(amount)s.")
        elif params._booked:
            text = self.env._("Pays %(amount)s to %(employee)s for %(name)s.")
        else:
            text = self.env._("Books %(name)s and pays %(amount)s to %(employee)s.")
        return " ".join(filter(None, (text % params.in_words(), params._moved)))
