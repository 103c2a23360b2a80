"""Where something may wait for a person: models of Odoo's apps, and ours.

Each app has the functions that find its records, and below them its ``Source``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from odoo import api, fields, models

from ..compat.expenses import (
    EXPENSES_TO_APPROVE,
    expense_argument,
    expense_report_model,
)
from ..reviews import waiting as reviews
from .source import Domain, Source

IN_ODOO = "a person decides it in Odoo"
NOTHING: Domain = [(0, "=", 1)]


def sources(env: api.Environment) -> Iterator[Source]:
    """All of them, in the order in which they are shown."""
    yield DECISIONS
    yield CALLS
    yield _expenses(env)
    yield TIME_OFF
    yield ALLOCATIONS
    yield from _reviews(env)
    yield PURCHASES
    yield PAYMENTS
    yield REQUESTS
    yield PAGE_CHANGES
    yield ACTIVITIES


def _pending_decisions(env: api.Environment) -> Domain:
    return [
        ("state", "=", "pending"),
        ("requester_id", "!=", env.uid),
        ("approver_ids", "in", [env.uid]),
        ("approved_by_ids", "not in", [env.uid]),
    ]


DECISIONS = Source(
    "decisions",
    "mcp.decision",
    _pending_decisions,
    tool="approve_decision",
    argument="decision_id",
    by="requester_id",
    amount="amount",
    since="write_date",
)


def _pending_calls(env: api.Environment) -> Domain:
    return [
        ("state", "=", "pending"),
        ("approver_ids", "in", [env.uid]),
        ("expiry", ">", fields.Datetime.now()),
    ]


CALLS = Source(
    "assistant calls", "mcp.approval", _pending_calls, how=IN_ODOO, by="user_id"
)


def _can_approve(records: models.BaseModel) -> models.BaseModel:
    """Those that Odoo lets the caller approve, as the fields of its forms say."""
    names = [n for n in ("can_approve", "can_validate") if n in records._fields]
    return records.filtered(lambda record: any(record[name] for name in names))


def _expenses(env: api.Environment) -> Source:
    return Source(
        "expenses",
        expense_report_model(env),
        lambda env: [("state", "in", EXPENSES_TO_APPROVE)],
        tool="approve_expense",
        argument=expense_argument(env),
        waits=_can_approve,
        by="employee_id",
        amount="total_amount",
    )


def _time_off_of_others(env: api.Environment) -> Domain:
    return [
        ("state", "in", ("confirm", "validate1")),
        ("employee_id.user_id", "!=", env.uid),
    ]


TIME_OFF = Source(
    "time off",
    "hr.leave",
    _time_off_of_others,
    tool="decide_time_off",
    argument="leave_id",
    waits=_can_approve,
    by="employee_id",
    since="request_date_from",
)
ALLOCATIONS = Source(
    "time off allocations",
    "hr.leave.allocation",
    _time_off_of_others,
    how="execute_method action_approve or action_refuse",
    waits=_can_approve,
    by="employee_id",
    since="date_from",
)


def _reviews(env: api.Environment) -> Iterator[Source]:
    """A source for each model under OCA's tier validation."""
    for model in reviews.models_of(env):
        yield Source(
            f"reviews of {model}",
            model,
            partial(reviews.candidates, model=model),
            tool="decide_review",
            argument="record_id",
            waits=reviews.for_the_caller,
            by=reviews.asked_by,
            amount=reviews.amount_field(env[model]),
            since=reviews.asked_at,
        )


def _orders_to_approve(_env: api.Environment) -> Domain:
    return [("state", "=", "to approve")]


def _allowed_orders(orders: models.BaseModel) -> models.BaseModel:
    return orders.filtered(lambda order: order._approval_allowed())


PURCHASES = Source(
    "purchase orders",
    "purchase.order",
    _orders_to_approve,
    tool="confirm_purchase_order",
    argument="order_id",
    how="execute_method button_approve or button_cancel",
    waits=_allowed_orders,
    by="user_id",
    amount="amount_total",
)


def _draft_payments(env: api.Environment) -> Domain:
    if not env["account.payment"].has_access("write"):
        return NOTHING
    return [("state", "=", "draft")]


PAYMENTS = Source(
    "payments",
    "account.payment",
    _draft_payments,
    tool="validate_payment",
    argument="payment_id",
    how="execute_method action_post or action_cancel",
    by="partner_id",
    amount="amount",
    since="date",
)


def _pending_requests(env: api.Environment) -> Domain:
    return [("request_status", "=", "pending"), ("approver_ids.user_id", "=", env.uid)]


def _requests_of_user(requests: models.BaseModel) -> models.BaseModel:
    return requests.filtered(lambda request: request.user_status == "pending")


# of Odoo's app Approvals (Enterprise)
REQUESTS = Source(
    "approval requests",
    "approval.request",
    _pending_requests,
    how="execute_method action_approve or action_refuse",
    waits=_requests_of_user,
    by="request_owner_id",
    amount="amount",
    since="date_confirmed",
)


def _changes_of_others(env: api.Environment) -> Domain:
    if "am_i_approver" not in env["document.page.history"]._fields:
        return NOTHING
    return [("state", "=", "to approve"), ("create_uid", "!=", env.uid)]


def _changes_to_approve(changes: models.BaseModel) -> models.BaseModel:
    return changes.filtered("am_i_approver") if changes else changes


# of OCA's document_page_approval
PAGE_CHANGES = Source(
    "changes of articles",
    "document.page.history",
    _changes_of_others,
    how="execute_method action_approve or action_cancel",
    waits=_changes_to_approve,
    by="create_uid",
)


def _own_activities(env: api.Environment) -> Domain:
    return [("user_id", "=", env.uid)]


ACTIVITIES = Source(
    "activities",
    "mail.activity",
    _own_activities,
    how="execute_method action_feedback",
    by="create_uid",
    since="date_deadline",
)
