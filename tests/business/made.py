"""One who may do everything, and what the tools of the matrix are tried on."""

from odoo import Command, fields

from ...services.compat.employees import approve_time_off, contract_model
from ..common import McpCase
from .flow import FlowMixin

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
        cls.leg = cls.env["product.product"].create(
            {"name": "Matrix Leg", "is_storable": True}
        )
        cls.env.flush_all()

    def by_boss(self, tool, **arguments):
        outcome = self.answer(self.make_call(tool, arguments, user=self.boss))
        self.env.invalidate_all()
        return outcome

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

    def make_draft_invoice(self, **more):
        line = {"name": "x", "price_unit": 10}
        values = {"move_type": "out_invoice", "partner_id": self.customer.id, **more}
        values["invoice_line_ids"] = [Command.create(line)]
        return self.env["account.move"].create(values)

    def make_posted_invoice(self):
        move = self.make_draft_invoice()
        move.action_post()
        return move

    def make_books(self):
        """Something owed to the company, and something that it owes."""
        values = {"partner_id": self.vendor.id, "invoice_date": fields.Date.today()}
        self.make_draft_invoice(move_type="in_invoice", **values).action_post()
        return self.make_posted_invoice()

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

    def make_request(self):
        order = self.make_cancelled_purchase()
        order.button_draft()
        return order

    def make_open_delivery(self):
        self.put_in_stock(self.desk, 1)
        return self.sale((self.desk, 1)).picking_ids

    def make_open_receipt(self):
        return self.purchase((self.desk, 1)).picking_ids

    def make_sale(self):
        self.desk.invoice_policy = "order"
        return self.sale((self.desk, 1))

    def make_mailable_quotation(self):
        self.customer.email = "customer@example.com"
        return self.make_quotation()

    def make_mailable_invoice(self):
        self.customer.email = "customer@example.com"
        return self.make_posted_invoice()

    def make_bom(self):
        line = Command.create({"product_id": self.leg.id, "product_qty": 4})
        values = {"product_tmpl_id": self.desk.product_tmpl_id.id}
        return self.env["mrp.bom"].create({**values, "bom_line_ids": [line]})

    def make_confirmed_production(self):
        order = self.make_draft_production()
        order.action_confirm()
        return order

    def make_draft_payment(self):
        values = {"partner_id": self.customer.id, "amount": 1}
        return self.env["account.payment"].create(values)

    def make_bank_item(self):
        values = {"name": "Matrix Bank", "type": "bank", "code": "MTRX"}
        journal = self.env["account.journal"].create(values)
        lines = self.env["account.bank.statement.line"]
        return lines.create(
            {"journal_id": journal.id, "payment_ref": "Matrix", "amount": 7}
        )

    def make_contract(self):
        if contract_model(self.env) == "hr.version":
            values = {"contract_date_start": "2021-01-01", "wage": 4242}
            self.ella.version_id.write(values)
            return self.ella
        values = {"name": "Ella", "date_start": "2021-01-01", "wage": 4242}
        values = {**values, "employee_id": self.ella.id, "state": "open"}
        self.env["hr.contract"].create(values)
        return self.ella

    def make_colleague(self):
        return self.new_user("base.group_user", name="Cora Colleague")

    def make_employee(self):
        return self.ella

    def make_leave_type(self):
        leave = self.make_refused_leave()
        return leave.holiday_status_id

    def make_open_leave(self):
        day = {"request_date_from": "2031-03-05", "request_date_to": "2031-03-05"}
        values = {**day, "holiday_status_id": self.make_leave_type().id}
        leave = self.env["hr.leave"].create({**values, "employee_id": self.person.id})
        self.env.flush_all()
        return leave

    def make_approved_leave(self):
        leave = self.make_open_leave()
        approve_time_off(leave)
        self.env.flush_all()
        return leave

    def make_draft_expense(self):
        arguments = {"name": "Lunch", "amount": 10, "category": self.desk.id}
        arguments["employee_id"] = self.ella.id
        made = self.assertAnswers(self.by_boss("create_expense", **arguments))
        return self.env["hr.expense"].browse(made["id"])

    def make_task(self):
        values = {"name": "Matrix Task", "project_id": self.make_plain_project().id}
        return self.env["project.task"].create(values)

    def make_template(self):
        project = self.make_plain_project()
        which = {"project": project.id, "is_template": True}
        self.assertAnswers(self.by_boss("update_project", **which))
        return project

    def make_draft_decision(self):
        values = {"name": "Matrix", "requester_id": self.boss.id}
        values["approver_ids"] = self.user("salesman").ids
        return self.env["mcp.decision"].create(values)

    def make_decision_to_take(self):
        values = {"name": "Matrix", "requester_id": self.user("salesman").id}
        values["approver_ids"] = self.boss.ids
        decision = self.env["mcp.decision"].create(values)
        decision.with_user(decision.requester_id).action_submit()
        return decision
