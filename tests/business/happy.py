"""What every tool for business must do once, and where the database shows that it did.

A tool of the matrix that is missing here, or too much, is found by ``test_happy``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Happy:
    """One tool that does its work.

    Attributes:
        make: ``make_<make>`` of the test makes what it is about, or what must be there.
        argument: the argument that names it by its id; none where nothing names it.
        more: the other arguments.
        at: where the answer has it: ``invoices.0`` is the first of the invoices,
            ``invoices.count`` how many there are.
        after: by field what the database must hold then, and did not before: a value,
            one of several, or ``ANY`` at all.
        creates: the model of what is made anew.
        truth: ``truth_<truth>`` of the test computes from the database what must
            stand at ``at``.
    """

    make: str | None = None
    argument: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    after: dict[str, Any] = field(default_factory=dict)
    creates: str | None = None
    truth: str | None = None


def _does(make: str, argument: str, at: str = "", **after: Any) -> Happy:
    return Happy(make, argument, at=at, after=after)


def _shows(make: str, argument: str | None = None, at: str = "", **more: Any) -> Happy:
    """What was made stands in the answer, under its id."""
    return Happy(make, argument, more, at=at)


def _creates(model: str, after: dict[str, Any], make=None, **more: Any) -> Happy:
    return Happy(make, None, more, after=after, creates=model)


def _computes(truth: str, at: str, make=None, **more: Any) -> Happy:
    return Happy(make, None, more, at=at, truth=truth)


ANY = object()
DESK = [{"product_id": "Matrix Desk", "quantity": 3}]
DRAFT = {"state": "draft"}
FILE = {"filename": "a.txt", "base64_data": "YQ=="}
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
SINCE = {"date_from": "2020-01-01"}
PAID = ("in_process", "paid")
REPAID = ("done", "paid", "in_payment")
HAPPY: dict[str, Happy] = {
    # workflows
    "create_quotation": _creates(
        "sale.order",
        {**DRAFT, "amount_untaxed": 3},
        customer_id="Flow Customer",
        lines=[{**DESK[0], "price_unit": 1}],
    ),
    "confirm_quotation": _does("quotation", "order_id", state="sale"),
    "send_quotation": _does("mailable_quotation", "order_id", state="sent"),
    "deliver_to_customer": _does("open_delivery", "picking_id", state="done"),
    "create_purchase_order": _creates(
        "purchase.order",
        {**DRAFT, "amount_untaxed": 6},
        vendor_id="Flow Vendor",
        lines=[{**DESK[0], "price_unit": 2}],
    ),
    "confirm_purchase_order": _does("request", "order_id", state="purchase"),
    "receive_inventory": _does("open_receipt", "picking_id", state="done"),
    "create_bom": _creates(
        "mrp.bom",
        {"product_qty": 2},
        product_id="Matrix Desk",
        component_lines=[{"product_id": "Matrix Leg", "quantity": 4}],
        quantity=2,
    ),
    "create_manufacturing_order": _creates(
        "mrp.production",
        {**DRAFT, "product_qty": 2},
        make="bom",
        product_id="Matrix Desk",
        quantity=2,
    ),
    "confirm_manufacturing_order": _does(
        "draft_production", "order_id", state="confirmed"
    ),
    "complete_manufacturing_order": _does(
        "confirmed_production", "order_id", state="done"
    ),
    "create_invoice": Happy(
        "sale", "so_name", at="invoices.0", after=DRAFT, creates="account.move"
    ),
    "get_workflow_status": _shows(
        "quotation", "order", at="documents.0", order_type="sale"
    ),
    # accounting
    "list_invoices": _shows("posted_invoice", at="records.0", partner="Flow Customer"),
    "read_invoice": _shows("posted_invoice", "invoice_id"),
    "post_invoice": _does("draft_invoice", "invoice_ids", "invoices.0", state="posted"),
    "send_invoice": _does("mailable_invoice", "invoice_id", is_move_sent=True),
    "register_payment": _does(
        "posted_invoice",
        "invoice_ids",
        "invoices.0",
        payment_state=("paid", "in_payment"),
        amount_residual=0,
    ),
    "validate_payment": _does("draft_payment", "payment_ids", "payments.0", state=PAID),
    "upload_invoice_attachment": Happy(
        "draft_invoice", "invoice_id", FILE, after={"message_main_attachment_id": ANY}
    ),
    "read_transactions": _computes(
        "bank_items", "total", make="bank_item", journal="Matrix Bank"
    ),
    "aged_balances": _computes(
        "owed", "total", make="posted_invoice", partner="Flow Customer"
    ),
    "balance_sheet": _computes("assets", "assets", make="books"),
    "pl_summary": _computes("profit", "net_profit", make="books", **SINCE),
    "trial_balance": _computes("debit", "totals.debit", make="books", **SINCE),
    "bank_sync_status": _computes("banks", "journals.count", make="bank_item"),
    # hr
    "search_employees": _shows("employee", at="employees.0", query="Ella Employee"),
    "read_employee": _shows("employee", "employee_id"),
    "read_payslips": _shows("contract", "employee_id", at="employee"),
    "read_time_off": _shows("open_leave", at="requests.0", whose="mine"),
    "request_time_off": _creates(
        "hr.leave",
        {"state": "confirm", "number_of_days": 2},
        make="leave_type",
        leave_type="Matrix",
        date_from="2031-03-04",
        date_to="2031-03-05",
    ),
    "decide_time_off": _does("open_leave", "leave_id", state="validate"),
    "cancel_time_off": Happy(
        "approved_leave", "leave_id", {"reason": "x"}, after={"state": "cancel"}
    ),
    # expenses
    "read_expenses": _shows("draft_expense", "expense_id", at="expenses.0"),
    "expense_analysis": _computes(
        "spent",
        "totals.0.amount",
        make="draft_expense",
        employee_id="Ella Employee",
    ),
    "create_expense": _creates(
        "hr.expense",
        {**DRAFT, "total_amount": 12},
        employee_id="Ella Employee",
        name="Lunch",
        amount=12,
        category="Matrix Desk",
    ),
    "upload_receipt": Happy(
        "draft_expense",
        "expense_id",
        {"filename": "a.png", "base64_data": PNG},
        at="expenses.0",
        after={"nb_attachment": 1},
    ),
    "submit_expense": _does(
        "draft_expense", "expense_ids", "expenses.0", state="submitted"
    ),
    "approve_expense": _does(
        "submitted_expense", "expense_id", "expenses.0", state="approved"
    ),
    "pay_expense": _does("approved_expense", "expense_id", "expenses.0", state=REPAID),
    # projects
    "list_projects": _shows("plain_project", at="projects.0", query="Matrix"),
    "list_tasks": _shows("task", at="tasks.0", query="Matrix Task"),
    "create_project": _creates("project.project", {"name": "New"}, name="New"),
    "update_project": Happy(
        "plain_project", "project", {"name": "New"}, after={"name": "New"}
    ),
    "create_task": _creates(
        "project.task",
        {"name": "New"},
        make="plain_project",
        project="Matrix",
        name="New",
    ),
    "update_task": Happy("task", "task", {"name": "New"}, after={"name": "New"}),
    "launch_template": Happy(
        "template",
        "template",
        {"kind": "project", "name": "Copy"},
        after={"name": "Copy"},
        creates="project.project",
    ),
    # decisions
    "log_decision": _creates(
        "mcp.decision",
        {**DRAFT, "name": "New"},
        make="colleague",
        title="New",
        approvers=["Cora Colleague"],
    ),
    "read_decisions": _shows("draft_decision", "decision_id", at="decisions.0"),
    "submit_decision": Happy(
        "draft_decision",
        "decision_id",
        {"action": "submit"},
        after={"state": "pending"},
    ),
    "approve_decision": _does("decision_to_take", "decision_id", state="approved"),
    "list_pending_approvals": _shows("decision_to_take", at="sources.0.items.0"),
}
