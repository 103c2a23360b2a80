"""Every tool for business where it cannot do its work, and how long its answers are."""

from odoo import Command
from odoo.tests import tagged

from ...services.errors import UnknownName
from ..common import McpCase
from ..things import size
from .flow import FlowMixin
from .matrix import ABSENT, ELSEWHERE, EVERYBODY, MATRIX, OFFERED, TOOLSETS

EVERYTHING = (
    "sales_team.group_sale_manager",
    "purchase.group_purchase_manager",
    "stock.group_stock_manager",
    "mrp.group_mrp_manager",
    "account.group_account_manager",
    "hr.group_hr_manager",
    "hr_holidays.group_hr_holidays_manager",
    "hr_expense.group_hr_expense_manager",
    "project.group_project_manager",
)
CONTRACTS = "hr_contract.group_hr_contract_manager"
# of an answer nobody asked to be long, data and text together
MOST_BYTES = 8_000


class MatrixCase(FlowMixin, McpCase):
    needed = (*FlowMixin.needed, "hr.expense", "hr.leave", "project.project")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # an app of its own in 18.0
        contracts = cls.env.ref(CONTRACTS, raise_if_not_found=False)
        groups = (*EVERYTHING, CONTRACTS) if contracts else EVERYTHING
        cls.boss = cls.new_user(",".join(groups), name="Bea Boss")
        employees = cls.env["hr.employee"]
        cls.person = employees.create({"name": "Bea Boss", "user_id": cls.boss.id})
        # of whom it approves the expenses
        values = {"name": "Ella Employee", "expense_manager_id": cls.boss.id}
        cls.ella = employees.create({**values, "work_email": "ella@example.com"})
        cls.desk = cls.env["product.product"].create(
            {"name": "Matrix Desk", "is_storable": True, "can_be_expensed": True}
        )
        cls.env.flush_all()

    def by_boss(self, tool, **arguments):
        outcome = self.answer(self.make_call(tool, arguments, user=self.boss))
        self.env.invalidate_all()
        return outcome


@tagged("post_install", "-at_install", "-standard", "business")
class TestMatrix(MatrixCase):
    def test_every_tool_is_in_it(self):
        known = {
            declaration.name
            for declaration in self.env["mcp.catalog"]._of_kind("tool")
            if declaration.toolset in TOOLSETS
        }
        self.assertEqual(known, set(MATRIX) | ELSEWHERE)

    def test_a_record_that_is_not_there_is_named_by_its_argument(self):
        for tool, row in MATRIX.items():
            if row.wrong is None:
                continue
            with self.subTest(tool=tool):
                outcome = self.by_boss(tool, **row.wrong)
                name = next(n for n, v in row.wrong.items() if ABSENT in (v, *_in(v)))
                self.assertRefused(outcome, name, str(ABSENT))
                self.assertLess(size(outcome), MOST_BYTES)

    def test_an_answer_nobody_asked_to_be_long_is_short(self):
        for tool, row in MATRIX.items():
            if row.reads is None:
                continue
            with self.subTest(tool=tool):
                outcome = self.by_boss(tool, **row.reads)
                self.assertAnswers(outcome)
                self.assertLess(size(outcome), MOST_BYTES)

    def test_a_wrong_state_says_what_is_in_the_way(self):
        for tool, row in MATRIX.items():
            if row.state is None:
                continue
            with self.subTest(tool=tool):
                record = getattr(self, f"make_{row.state}")()
                state = record.state if "state" in record._fields else None
                name = next(iter(row.wrong))
                arguments = {**row.more, **self.named(tool, name, record)}
                outcome = self.by_boss(tool, **arguments)
                self.assertRefused(outcome, *row.words)
                self.assertNotIn("Traceback", outcome.text)
                if state:
                    self.assertEqual(record.state, state)

    def named(self, tool, name, record):
        if record._name == "stock.picking":
            return {"picking_id": record.id}
        return {name: [record.id] if name.endswith("_ids") else record.id}

    def make_quotation(self):
        return self.quotation((self.desk, 1))

    def make_cancelled_sale(self):
        order = self.make_quotation()
        order._action_cancel()
        return order

    def make_delivery_done(self):
        self.put_in_stock(self.desk, 1)
        picking = self.sale((self.desk, 1)).picking_ids
        picking.button_validate()
        return picking

    def make_cancelled_purchase(self):
        values = {"product_id": self.desk.id, "product_qty": 1}
        lines = {"order_line": [Command.create(values)]}
        orders = self.env["purchase.order"]
        order = orders.create({"partner_id": self.vendor.id, **lines})
        order.button_cancel()
        return order

    def make_receipt_done(self):
        picking = self.purchase((self.desk, 1)).picking_ids
        picking.button_validate()
        return picking

    def make_draft_production(self):
        return self.env["mrp.production"].create({"product_id": self.desk.id})

    def make_cancelled_production(self):
        order = self.make_draft_production()
        order.action_cancel()
        return order

    def make_draft_invoice(self):
        line = {"name": "x", "price_unit": 10}
        values = {"move_type": "out_invoice", "partner_id": self.customer.id}
        values["invoice_line_ids"] = [Command.create(line)]
        return self.env["account.move"].create(values)

    def make_posted_invoice(self):
        move = self.make_draft_invoice()
        move.action_post()
        return move

    def make_cancelled_payment(self):
        values = {"partner_id": self.customer.id, "amount": 1}
        payment = self.env["account.payment"].create(values)
        payment.action_cancel()
        return payment

    def make_refused_leave(self):
        types = self.env["hr.leave.type"]
        required = types._fields["requires_allocation"].type == "selection"
        values = {"name": "Matrix", "requires_allocation": "no" if required else False}
        values = {**values, "leave_validation_type": "manager"}
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.person.id,
                "holiday_status_id": types.create(values).id,
                "request_date_from": "2031-03-03",
                "request_date_to": "2031-03-03",
            }
        )
        leave.action_refuse()
        self.env.flush_all()
        return leave.exists()

    def make_submitted_expense(self):
        arguments = {"name": "Lunch", "amount": 10, "category": self.desk.id}
        arguments["employee_id"] = self.ella.id
        made = self.assertAnswers(self.by_boss("create_expense", **arguments))
        which = {"expense_ids": [made["id"]]}
        self.assertAnswers(self.by_boss("submit_expense", **which))
        return self.env["hr.expense"].browse(made["id"])

    def make_approved_expense(self):
        expense = self.make_submitted_expense()
        which = {"expense_id": expense.id, "duplicates": "approve"}
        self.assertAnswers(self.by_boss("approve_expense", **which))
        return expense

    def make_plain_project(self):
        return self.env["project.project"].create({"name": "Matrix"})

    def make_approved_decision(self):
        values = {"name": "Matrix", "requester_id": self.user("salesman").id}
        values["approver_ids"] = self.boss.ids
        decision = self.env["mcp.decision"].create(values)
        decision.with_user(decision.requester_id).action_submit()
        which = {"decision_id": decision.id}
        self.assertAnswers(self.by_boss("approve_decision", **which))
        return decision

    def make_pending_decision(self):
        values = {"name": "Matrix", "requester_id": self.boss.id}
        values["approver_ids"] = self.user("salesman").ids
        decision = self.env["mcp.decision"].create(values)
        decision.with_user(self.boss).action_submit()
        return decision


def _in(value):
    return value if isinstance(value, list) else ()


@tagged("post_install", "-at_install", "-standard", "business")
class TestOffered(FlowMixin, McpCase):
    """Who is offered what: nobody sees a tool that Odoo would not let him use."""

    def offered(self, role):
        user = self.new_user(role)
        found = self.env(user=user.id)["mcp.policy"]._listed(
            "tool", self.principal(user)
        )
        return {d.name for d in found if d.toolset in TOOLSETS}

    def test_each_role_is_offered_what_odoo_lets_it_do(self):
        for role, tools in OFFERED.items():
            with self.subTest(role=role):
                self.assertEqual(self.offered(role), EVERYBODY | tools)

    def test_what_is_not_offered_is_refused_with_the_right_that_lacks(self):
        user = self.new_user("warehouse")
        for tool in sorted(set(MATRIX) - self.offered("warehouse")):
            with self.subTest(tool=tool):
                arguments = MATRIX[tool].wrong or {}
                call = self.make_call(tool, arguments, user=user)
                try:
                    self.assertRefused(self.answer(call), "right")
                except UnknownName as unknown:
                    self.assertIn(tool, str(unknown))
