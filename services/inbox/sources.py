"""Where something may wait for a person: models of Odoo's apps, and ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from odoo import api, fields, models

from ..compat.expenses import (
    EXPENSES_TO_APPROVE,
    expense_argument,
    expense_report_model,
)
from ..reviews import waiting as reviews

Domain = list[Any]
Column = str | Callable[[models.BaseModel], list[Any]]
IN_ODOO = "a person decides it in Odoo"


def _everything(records: models.BaseModel) -> models.BaseModel:
    return records


@dataclass(frozen=True)
class Source:
    """Records of one model that may wait for the caller.

    Attributes:
        name: as the answer calls it.
        model: may be absent from the database.
        domain: finds the candidates, for the environment of the caller.
        tool, argument: what decides a record, and how it takes the id.
        how: how it is decided where no tool does, or the caller has none.
        waits: those of the candidates that wait for the caller indeed.
        by, amount, since: fields, or what answers one JSON value a record; a source
            may lack them.
    """

    name: str
    model: str
    domain: Callable[[api.Environment], Domain]
    tool: str | None = None
    argument: str = "record_ids"
    how: str = ""
    waits: Callable[[models.BaseModel], models.BaseModel] = _everything
    by: Column | None = None
    amount: Column | None = None
    since: Column = "create_date"


def _decisions(env: api.Environment) -> Domain:
    return [
        ("state", "=", "pending"),
        ("requester_id", "!=", env.uid),
        ("approver_ids", "in", [env.uid]),
        ("approved_by_ids", "not in", [env.uid]),
    ]


def _calls(env: api.Environment) -> Domain:
    return [
        ("state", "=", "pending"),
        ("approver_ids", "in", [env.uid]),
        ("expiry", ">", fields.Datetime.now()),
    ]


def _can_approve(records: models.BaseModel) -> models.BaseModel:
    """Odoo's own answer to whether the caller may approve, by its fields."""
    names = [n for n in ("can_approve", "can_validate") if n in records._fields]
    return records.filtered(lambda record: any(record[name] for name in names))


def _others_time_off(env: api.Environment) -> Domain:
    mine = ("employee_id.user_id", "!=", env.uid)
    return [("state", "in", ("confirm", "validate1")), mine]


def _purchase_allowed(orders: models.BaseModel) -> models.BaseModel:
    return orders.filtered(lambda order: order._approval_allowed())


def _payments(env: api.Environment) -> Domain:
    if not env["account.payment"].has_access("write"):
        return [(0, "=", 1)]
    return [("state", "=", "draft")]


def _requests(env: api.Environment) -> Domain:
    return [("request_status", "=", "pending"), ("approver_ids.user_id", "=", env.uid)]


def _requests_of_user(requests: models.BaseModel) -> models.BaseModel:
    return requests.filtered(lambda request: request.user_status == "pending")


def _page_changes(env: api.Environment) -> Domain:
    """By OCA's document_page_approval."""
    if "am_i_approver" not in env["document.page.history"]._fields:
        return [(0, "=", 1)]
    return [("state", "=", "to approve"), ("create_uid", "!=", env.uid)]


def _page_approver(changes: models.BaseModel) -> models.BaseModel:
    return changes.filtered("am_i_approver") if changes else changes


def _activities(env: api.Environment) -> Domain:
    return [("user_id", "=", env.uid)]


def sources(env: api.Environment) -> Iterator[Source]:
    """All of them, in the order in which they are shown."""
    yield Source(
        "decisions",
        "mcp.decision",
        _decisions,
        tool="approve_decision",
        argument="decision_id",
        by="requester_id",
        amount="amount",
        since="write_date",
    )
    yield Source("assistant calls", "mcp.approval", _calls, how=IN_ODOO, by="user_id")
    yield Source(
        "expenses",
        expense_report_model(env),
        lambda env: [("state", "in", EXPENSES_TO_APPROVE)],
        tool="approve_expense",
        argument=expense_argument(env),
        waits=_can_approve,
        by="employee_id",
        amount="total_amount",
    )
    yield from _time_off()
    yield from _reviews(env)
    yield Source(
        "purchase orders",
        "purchase.order",
        lambda env: [("state", "=", "to approve")],
        tool="confirm_purchase_order",
        argument="order_id",
        how="execute_method button_approve or button_cancel",
        waits=_purchase_allowed,
        by="user_id",
        amount="amount_total",
    )
    yield Source(
        "payments",
        "account.payment",
        _payments,
        tool="validate_payment",
        argument="payment_id",
        how="execute_method action_post or action_cancel",
        by="partner_id",
        amount="amount",
        since="date",
    )
    yield Source(
        "approval requests",
        "approval.request",
        _requests,
        how="execute_method action_approve or action_refuse",
        waits=_requests_of_user,
        by="request_owner_id",
        amount="amount",
        since="date_confirmed",
    )
    yield Source(
        "changes of articles",
        "document.page.history",
        _page_changes,
        how="execute_method action_approve or action_cancel",
        waits=_page_approver,
        by="create_uid",
    )
    yield Source(
        "activities",
        "mail.activity",
        _activities,
        how="execute_method action_feedback",
        by="create_uid",
        since="date_deadline",
    )


def _time_off() -> Iterator[Source]:
    yield Source(
        "time off",
        "hr.leave",
        _others_time_off,
        tool="decide_time_off",
        argument="leave_id",
        waits=_can_approve,
        by="employee_id",
        since="request_date_from",
    )
    yield Source(
        "time off allocations",
        "hr.leave.allocation",
        _others_time_off,
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
