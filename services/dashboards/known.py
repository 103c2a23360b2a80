"""Which figures each dashboard has; the days are those of ``figures.days``."""

from __future__ import annotations

from dataclasses import dataclass

from .figures import COMPANY, Figure


@dataclass(frozen=True)
class Dashboard:
    """Key figures of one part of the business.

    Attributes:
        about: models; callers who may read one of them may have the dashboard.
        toolset: keys that are limited to toolsets need this one, or ``records``.
    """

    figures: tuple[Figure, ...]
    about: tuple[str, ...]
    toolset: str


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
        "Orders yesterday",
        ORDER,
        [CONFIRMED, ("date_order", ">=", "YESTERDAY"), ("date_order", "<", "TODAY")],
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
# groups that see all journal items
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
OUTGOING = ("picking_type_id.code", "=", "outgoing")
DELIVERIES = [OUTGOING, MOVING]
READY = [OUTGOING, ("state", "=", "assigned")]
WAITING = [OUTGOING, ("state", "in", ["waiting", "confirmed"])]
# no forecasts: Odoo searches by computing them product by product, 100 s for 1,000
# rules of replenishment on 18.0
STOCK = (
    Figure("Receipts to do", PICKING, RECEIPTS),
    Figure("Receipts, late", PICKING, [*RECEIPTS, LATE]),
    Figure("Deliveries to do", PICKING, DELIVERIES),
    Figure("Deliveries, late", PICKING, [*DELIVERIES, LATE]),
    Figure("Deliveries that can leave", PICKING, READY),
    Figure("Deliveries that wait for stock", PICKING, WAITING),
    Figure(
        "Manufacturing, late",
        "mrp.production",
        [("state", "in", ["confirmed", "progress"]), ("date_start", "<", "TODAY")],
    ),
    Figure(
        "Places with stock below zero",
        "stock.quant",
        [("location_id.usage", "=", "internal"), ("quantity", "<", 0)],
    ),
)

PROJECT, TASK = "project.project", "project.task"
OPEN_TASKS = [("project_id", "!=", False), ("is_closed", "=", False)]
PROJECTS = (
    Figure("Projects", PROJECT, []),
    Figure(
        "Projects at risk",
        PROJECT,
        [("last_update_status", "in", ["at_risk", "off_track"])],
    ),
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
    Figure("My tasks", TASK, [*OPEN_TASKS, ("user_ids", "in", ["ME"])]),
)

EMPLOYEE, LEAVE = "hr.employee.public", "hr.leave"
# groups that see the time off of others
RESPONSIBLE = ("hr_holidays.group_hr_holidays_responsible",)
GRANTED = ("state", "=", "validate")
HR = (
    Figure("Employees", EMPLOYEE, []),
    Figure("New employees this month", EMPLOYEE, [("create_date", ">=", "MONTH")]),
    # everybody may know who is away, but not why and for how long
    Figure("Absent today", EMPLOYEE, [("is_absent", "=", True)], needs=LEAVE),
    Figure(
        "Time off that begins within a week",
        LEAVE,
        [
            GRANTED,
            ("request_date_from", ">", "TODAY"),
            ("request_date_from", "<=", "IN_A_WEEK"),
        ],
        groups=RESPONSIBLE,
    ),
    Figure(
        "Time off of others to approve",
        LEAVE,
        [("state", "in", ["confirm", "validate1"]), ("user_id", "!=", "ME")],
        groups=RESPONSIBLE,
    ),
    Figure(
        "My time off, not approved yet",
        LEAVE,
        [("state", "in", ["confirm", "validate1"]), ("user_id", "=", "ME")],
    ),
)

DASHBOARDS = {
    "sales": Dashboard(SALES, (ORDER, LEAD), "workflows"),
    "accounting": Dashboard(ACCOUNTING, (MOVE,), "accounting"),
    "stock": Dashboard(STOCK, (PICKING,), "workflows"),
    "projects": Dashboard(PROJECTS, (TASK,), "projects"),
    "hr": Dashboard(HR, (EMPLOYEE,), "hr"),
}
