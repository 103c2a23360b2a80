"""Every tool for business, and what it must answer where it cannot do its work.

A tool that is missing here, or too much, is found by ``test_matrix``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TOOLSETS = ("workflows", "accounting", "hr", "expenses", "projects", "decisions")
# no record has this id
ABSENT = 2**31 - 2
LINE = [{"product_id": ABSENT, "quantity": 1}]


@dataclass(frozen=True)
class Row:
    """One tool.

    Attributes:
        wrong: arguments of which one names no record; None where none is named.
        state: ``make_<state>`` of the test makes what is in a wrong state.
        words: what the refusal of that says.
        reads: arguments of which the answer must stay small; None of what writes.
    """

    wrong: dict[str, Any] | None = None
    state: str | None = None
    words: tuple[str, ...] = ()
    reads: dict[str, Any] | None = None
    more: dict[str, Any] = field(default_factory=dict)


def _refused(wrong: dict[str, Any], state: str, *words: str, **more: Any) -> Row:
    return Row(wrong=wrong, state=state, words=words, more=more)


def _reads(wrong: dict[str, Any] | None = None, **arguments: Any) -> Row:
    return Row(wrong=wrong, reads=arguments)


def _one(name: str) -> dict[str, Any]:
    return {name: ABSENT}


MATRIX: dict[str, Row] = {
    # workflows
    "create_quotation": Row({"customer_id": ABSENT, "lines": LINE}),
    "confirm_quotation": _refused(_one("order_id"), "cancelled_sale", "cancelled"),
    "deliver_to_customer": _refused(_one("so_name"), "delivery_done", "done"),
    "create_purchase_order": Row({"vendor_id": ABSENT, "lines": LINE}),
    "confirm_purchase_order": _refused(
        _one("order_id"), "cancelled_purchase", "cancelled"
    ),
    "receive_inventory": _refused(_one("po_name"), "receipt_done", "done"),
    "create_bom": Row({"product_id": ABSENT, "component_lines": LINE}),
    "create_manufacturing_order": Row({"product_id": ABSENT, "quantity": 1}),
    "confirm_manufacturing_order": _refused(
        _one("order_id"), "cancelled_production", "cancelled"
    ),
    "complete_manufacturing_order": _refused(
        _one("order_id"), "draft_production", "confirm_manufacturing_order"
    ),
    "create_invoice": _refused(_one("so_name"), "quotation", "confirm it first"),
    "send_quotation": _refused(_one("order_id"), "cancelled_sale", "cancelled"),
    "get_workflow_status": _reads(
        {"order": ABSENT, "order_type": "sale"}, order="S00007"
    ),
    # accounting
    "list_invoices": _reads(),
    "read_invoice": Row(_one("invoice_id")),
    "post_invoice": _refused(_one("invoice_ids"), "posted_invoice", "Posted"),
    "send_invoice": _refused(_one("invoice_id"), "draft_invoice", "post_invoice"),
    "register_payment": _refused(_one("invoice_ids"), "draft_invoice"),
    "validate_payment": _refused(_one("payment_ids"), "cancelled_payment", "canceled"),
    "upload_invoice_attachment": Row(
        {"invoice_id": ABSENT, "filename": "a.txt", "base64_data": "YQ=="}
    ),
    "read_transactions": _reads(_one("journal")),
    "aged_balances": _reads(_one("partner")),
    "balance_sheet": _reads(_one("company_id")),
    "pl_summary": _reads(_one("company_id")),
    "trial_balance": _reads(_one("company_id")),
    "bank_sync_status": _reads(_one("company_id")),
    # hr
    "search_employees": _reads(_one("department_id")),
    "read_employee": _reads(_one("employee_id")),
    "read_payslips": Row(_one("employee_id")),
    "read_time_off": _reads(_one("employee_id")),
    "request_time_off": Row({"leave_type": ABSENT, "date_from": "2031-03-03"}),
    "decide_time_off": _refused(_one("leave_id"), "refused_leave", "Refused"),
    "cancel_time_off": _refused(
        {"leave_id": ABSENT, "reason": "x"}, "refused_leave", "Refused", reason="x"
    ),
    # expenses
    "read_expenses": _reads(_one("employee_id")),
    "expense_analysis": _reads(_one("employee_id")),
    "create_expense": Row({"employee_id": ABSENT, "name": "x", "amount": 1}),
    "upload_receipt": Row(
        {"expense_id": ABSENT, "filename": "a.txt", "base64_data": "YQ=="}
    ),
    "submit_expense": _refused(_one("expense_ids"), "approved_expense", "Approved"),
    "approve_expense": _refused(_one("expense_id"), "approved_expense", "state"),
    "pay_expense": _refused(_one("expense_id"), "submitted_expense", "approve_expense"),
    # projects
    "list_projects": _reads(_one("manager")),
    "list_tasks": _reads(_one("project")),
    "create_project": Row({"customer": ABSENT, "name": "x"}),
    "update_project": Row({"project": ABSENT, "name": "x"}),
    "create_task": Row({"project": ABSENT, "name": "x"}),
    "update_task": Row({"task": ABSENT, "name": "x"}),
    "launch_template": _refused(
        _one("template"), "plain_project", "no template", kind="project"
    ),
    # decisions
    "log_decision": Row({"approvers": [ABSENT], "title": "x"}),
    "read_decisions": _reads(_one("decision_id")),
    "submit_decision": _refused(
        _one("decision_id"), "pending_decision", action="submit"
    ),
    "approve_decision": _refused(_one("decision_id"), "approved_decision", "waiting"),
    "list_pending_approvals": _reads(),
}
# what needs an addon of OCA, which is not there: tests/oca
ELSEWHERE = {"decide_review"}

# what is offered to every employee: his own, and what he is a part of
EVERYBODY = {
    "approve_decision",
    "approve_expense",
    "cancel_time_off",
    "create_expense",
    "create_task",
    "decide_time_off",
    "expense_analysis",
    "launch_template",
    "list_pending_approvals",
    "list_projects",
    "list_tasks",
    "log_decision",
    "read_decisions",
    "read_employee",
    "read_expenses",
    "read_time_off",
    "request_time_off",
    "search_employees",
    "submit_decision",
    "submit_expense",
    "update_task",
    "upload_receipt",
}
MOVING = {"deliver_to_customer", "receive_inventory", "get_workflow_status"}
MAKING = {
    "complete_manufacturing_order",
    "confirm_manufacturing_order",
    "create_manufacturing_order",
}
SEEING_INVOICES = {"list_invoices", "read_invoice"}
REPORTS = {
    "aged_balances",
    "balance_sheet",
    "bank_sync_status",
    "pl_summary",
    "read_transactions",
    "trial_balance",
}
# Odoo lets whoever may write an order confirm it and send it
ORDERS = {"confirm_quotation", "send_quotation"}
SELLING = ORDERS | {"create_quotation", "create_invoice"}
BUYING = {"create_purchase_order", "confirm_purchase_order", "create_invoice"}
# what a role is offered besides: by Odoo's own rights to what a tool changes
OFFERED = {
    # Odoo lets a salesman make what he sold, and move it
    "salesman": SELLING | SEEING_INVOICES | MOVING | MAKING | {"send_invoice"},
    "purchaser": BUYING | SEEING_INVOICES | MOVING | {"upload_invoice_attachment"},
    # Odoo lets whoever moves goods write the order that they are for
    "warehouse": MOVING | ORDERS,
    "maker": MOVING | MAKING | ORDERS,
    "maker_manager": MOVING | MAKING | ORDERS | {"create_bom"},
    "accountant": SEEING_INVOICES
    | REPORTS
    | MOVING
    | ORDERS
    | {
        "confirm_purchase_order",
        "create_invoice",
        "pay_expense",
        "post_invoice",
        "register_payment",
        "send_invoice",
        "upload_invoice_attachment",
        "validate_payment",
    },
}
