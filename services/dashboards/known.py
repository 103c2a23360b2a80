"""Which figures each dashboard has; the days are those of ``figures.days``."""

from __future__ import annotations

from .figures import COMPANY, Figure

ORDER, LEAD = "sale.order", "crm.lead"
CONFIRMED = ("state", "=", "sale")
OPPORTUNITY = ("type", "=", "opportunity")
SALES = (
    Figure(
        "Open quotations",
        ORDER,
        [("state", "in", ["draft", "sent"])],
        "amount_untaxed",
    ),
    Figure(
        "Orders this month",
        ORDER,
        [CONFIRMED, ("date_order", ">=", "MONTH")],
        "amount_untaxed",
    ),
    Figure(
        "Orders last month",
        ORDER,
        [
            CONFIRMED,
            ("date_order", ">=", "LAST_MONTH"),
            ("date_order", "<", "MONTH"),
        ],
        "amount_untaxed",
    ),
    Figure(
        "Orders to invoice",
        ORDER,
        [("invoice_status", "=", "to invoice")],
        "amount_untaxed",
    ),
    Figure(
        "Open opportunities",
        LEAD,
        [OPPORTUNITY, ("stage_id.is_won", "=", False)],
        "expected_revenue",
        COMPANY,
    ),
    Figure(
        "Opportunities won this month",
        LEAD,
        [OPPORTUNITY, ("stage_id.is_won", "=", True), ("date_closed", ">=", "MONTH")],
        "expected_revenue",
        COMPANY,
    ),
)

MOVE, RESIDUAL, UNTAXED = (
    "account.move",
    "amount_residual_signed",
    "amount_untaxed_signed",
)
OURS = ("move_type", "in", ["out_invoice", "out_refund"])
THEIRS = ("move_type", "in", ["in_invoice", "in_refund"])
POSTED = ("state", "=", "posted")
UNPAID = [POSTED, ("amount_residual", ">", 0)]
OVERDUE = [*UNPAID, ("invoice_date_due", "<", "TODAY")]
ITEM, BALANCE = "account.move.line", "balance"
BOOKED = ("parent_state", "=", "posted")
RESULT = [BOOKED, ("account_id.internal_group", "in", ["income", "expense"])]
# those that see all journal items
ACCOUNTANTS = ("account.group_account_readonly", "account.group_account_invoice")
ACCOUNTING = (
    Figure(
        "Cash and bank",
        ITEM,
        [BOOKED, ("account_id.account_type", "=", "asset_cash")],
        BALANCE,
        COMPANY,
        groups=ACCOUNTANTS,
    ),
    Figure(
        "Result this month",
        ITEM,
        [*RESULT, ("date", ">=", "MONTH")],
        BALANCE,
        COMPANY,
        -1,
        ACCOUNTANTS,
    ),
    Figure("Receivable", MOVE, [OURS, *UNPAID], RESIDUAL, COMPANY),
    Figure("Receivable, overdue", MOVE, [OURS, *OVERDUE], RESIDUAL, COMPANY),
    Figure("Payable", MOVE, [THEIRS, *UNPAID], RESIDUAL, COMPANY, -1),
    Figure("Payable, overdue", MOVE, [THEIRS, *OVERDUE], RESIDUAL, COMPANY, -1),
    Figure(
        "Invoiced this month",
        MOVE,
        [OURS, POSTED, ("invoice_date", ">=", "MONTH")],
        UNTAXED,
        COMPANY,
    ),
    Figure("Drafts", MOVE, [("move_type", "!=", "entry"), ("state", "=", "draft")]),
    Figure(
        "Bank lines to match",
        "account.bank.statement.line",
        [("is_reconciled", "=", False)],
    ),
)

PICKING = "stock.picking"
MOVING = ("state", "in", ["waiting", "confirmed", "assigned"])
LATE = ("scheduled_date", "<", "TODAY")
RECEIPTS = [("picking_type_id.code", "=", "incoming"), MOVING]
DELIVERIES = [("picking_type_id.code", "=", "outgoing"), MOVING]
STOCK = (
    Figure("Receipts to do", PICKING, RECEIPTS),
    Figure("Receipts, late", PICKING, [*RECEIPTS, LATE]),
    Figure("Deliveries to do", PICKING, DELIVERIES),
    Figure("Deliveries, late", PICKING, [*DELIVERIES, LATE]),
    Figure(
        "Places with stock below zero",
        "stock.quant",
        [("location_id.usage", "=", "internal"), ("quantity", "<", 0)],
    ),
    Figure(
        "Products with a forecast below zero",
        "product.product",
        [("is_storable", "=", True), ("virtual_available", "<", 0)],
    ),
)

TASK = "project.task"
OPEN_TASKS = [("project_id", "!=", False), ("is_closed", "=", False)]
PROJECTS = (
    Figure("Projects", "project.project", []),
    Figure("Open tasks", TASK, OPEN_TASKS),
    Figure("Tasks, late", TASK, [*OPEN_TASKS, ("date_deadline", "<", "TODAY")]),
    Figure(
        "Tasks due within a week",
        TASK,
        [
            *OPEN_TASKS,
            ("date_deadline", ">=", "TODAY"),
            ("date_deadline", "<", "IN_A_WEEK"),
        ],
    ),
    Figure("Tasks of nobody", TASK, [*OPEN_TASKS, ("user_ids", "=", False)]),
)

EMPLOYEE, LEAVE = "hr.employee.public", "hr.leave"
HR = (
    Figure("Employees", EMPLOYEE, []),
    Figure("New employees this month", EMPLOYEE, [("create_date", ">=", "MONTH")]),
    Figure(
        "Absent today",
        LEAVE,
        [
            ("state", "=", "validate"),
            ("request_date_from", "<=", "TODAY"),
            ("request_date_to", ">=", "TODAY"),
        ],
    ),
    Figure("Time off to approve", LEAVE, [("state", "in", ["confirm", "validate1"])]),
)

DASHBOARDS = {
    "sales": SALES,
    "accounting": ACCOUNTING,
    "stock": STOCK,
    "projects": PROJECTS,
    "hr": HR,
}
