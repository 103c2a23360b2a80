"""Requests for time off and balances, by Odoo's own computation."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from odoo import api, models

from ..answers.lean import Given
from ..compat.employees import approve_time_off
from ..confirming import approvers
from ..errors import ToolError
from ..orm.buttons.wizards import WizardAnswer
from ..orm.document import fresh, head, refuse_state, require_state
from ..orm.reads import values
from ..orm.reads.values import number
from ..pressing import press

WAITING = ("confirm", "validate1")
APPROVED = ("validate", "validate1")
WIZARD = "hr.holidays.cancel.leave"
OFFICER = "hr_holidays.group_hr_holidays_user"


class TimeOff(Given):
    """One request."""

    id: int
    employee: dict[str, Any]
    type: str
    state: str = Field(
        description="confirm (waits), validate1 (second approval), validate (approved), "
        "refuse, cancel"
    )
    date_from: str | None = None
    date_to: str | None = None
    duration: str | None = Field(None, description="As Odoo counts it.")
    days: float | None = None
    description: str | None = None
    can_decide: bool = Field(False, description="It waits for you.")
    may_approve: str | None = Field(None, description="For whom it waits.")

    def request(self) -> str:
        """What is asked for, in one line without its state."""
        days = f"{self.date_from} – {self.date_to}"
        what = f"{self.id} {self.employee['name']}: {self.type}"
        return ", ".join(filter(None, [what, days, self.duration]))

    def line(self) -> str:
        parts = [self.request(), self.state, self.description]
        parts += ["yours to decide"] if self.can_decide else []
        parts += [f"may approve: {self.may_approve}"] if self.may_approve else []
        return ", ".join(filter(None, parts))


class Balance(BaseModel):
    """What is left of one type, in its unit."""

    type: str
    unit: str
    allocated: float
    taken: float = Field(description="Approved.")
    requested: float = Field(description="Asked for, not approved yet.")
    remaining: float = Field(description="Less what is taken.")
    available: float = Field(description="Less what is asked for as well.")

    def line(self) -> str:
        return (
            f"{self.type}: {self.available:.15g} {self.unit} available "
            f"(allocated {self.allocated:.15g}, taken {self.taken:.15g}, "
            f"requested {self.requested:.15g})"
        )


def shown(leave: models.BaseModel) -> TimeOff:
    """A request that the caller may read."""

    def of(name: str) -> Any:
        return values.of(leave, leave._fields[name])[0]

    return TimeOff(
        id=leave.id,
        employee=of("employee_id"),
        type=leave.holiday_status_id.name,
        state=leave.state,
        date_from=of("request_date_from"),
        date_to=of("request_date_to"),
        duration=leave.duration_display or None,
        days=number(leave.number_of_days, 2),
        description=leave.name or None,
        can_decide=waits_for_caller(leave),
    )


def with_approvers(leaves: models.BaseModel) -> list[TimeOff]:
    """Requests, and of those that wait who may approve them."""
    known: dict[Any, str] = {}
    rows = []
    for leave, row in ((leave, shown(leave)) for leave in leaves):
        if leave.state in WAITING:
            kind = (leave.employee_id, leave.holiday_status_id, leave.state)
            if kind not in known:
                known[kind] = _approvers(leave)
            row.may_approve = known[kind]
        rows.append(row)
    return rows


def _approvers(leave: models.BaseModel) -> str:
    # sudo: whom Odoo asks; the employee's record may be closed to the caller
    asked = leave.sudo()._get_responsible_for_approval()
    return approvers.told(leave, asked, OFFICER, waits_for_caller)


def waits_for_caller(leave: models.BaseModel) -> bool:
    """Whether Odoo lets the caller approve it now."""
    names = [n for n in ("can_approve", "can_validate") if n in leave._fields]
    return leave.state in WAITING and any(leave[name] for name in names)


def require_balances(employee: models.BaseModel) -> None:
    """Balances are one's own, one's team's, or HR's: elsewhere Odoo would say zero.

    Raises:
        ToolError: somebody else's.
    """
    env = employee.env
    # sudo: who approves his time off decides whether his balance is shown
    approver = employee.sudo().leave_manager_id
    mine = employee.sudo().user_id == env.user
    if not (mine or approver == env.user or env.user.has_group(OFFICER)):
        text = env._("The balances of %s are not yours to read.")
        raise ToolError(text % employee.display_name)


def balances(
    env: api.Environment, employee_id: int, day: date | None = None
) -> list[Balance]:
    """What is left of each type that has allocations, on ``day``.

    Raises:
        ToolError: somebody else's.
    """
    employee = env["hr.employee"].browse(employee_id)
    require_balances(employee)
    # sudo: the company of a person is no secret, his employee's record may be
    companies = employee.sudo().company_id.ids
    domain = ["|", ("company_id", "=", False), ("company_id", "in", companies)]
    types = env["hr.leave.type"].search(domain)
    found = types.get_allocation_data(employee, day)[employee]
    return [_balance(name, data) for name, data, *_rest in found if data["max_leaves"]]


def _balance(name: str, data: dict[str, Any]) -> Balance:
    return Balance(
        type=name,
        unit="hours" if data["request_unit"] == "hour" else "days",
        allocated=number(data["max_leaves"], 2),
        taken=number(data["leaves_taken"], 2),
        requested=number(data["leaves_requested"], 2),
        remaining=number(data["remaining_leaves"], 2),
        available=number(data["virtual_remaining_leaves"], 2),
    )


def require_allocation(leave: models.BaseModel) -> None:
    """Refuse a new request of an allotted type of which nothing was allotted.

    18.0 takes it from a client, though its form does not offer the type.

    Raises:
        ToolError: says for which day.
    """
    kind, employee = leave.holiday_status_id, leave.employee_id
    if kind.requires_allocation in (False, "no"):
        return
    # sudo: Odoo took the request, so its balance counts; only whether there is one
    data = kind.sudo().get_allocation_data(employee.sudo(), leave.request_date_from)
    if not any(balance["max_leaves"] for _name, balance, *_rest in data[employee]):
        text = leave.env._("Of %(type)s nothing is allotted to %(name)s for %(day)s.")
        day = leave.request_date_from.isoformat()
        facts = {"type": kind.name, "name": employee.name, "day": day}
        raise ToolError(text % facts)


def emptiness(leave: models.BaseModel) -> str | None:
    """Says that the request takes nothing: a weekend, or a public holiday."""
    if leave.number_of_days:
        return None
    return leave.env._("No working time lies in these days: nothing is taken.")


def approve(leave: models.BaseModel) -> None:
    """Approve a request, for the first or the second time.

    Raises:
        ToolError: another state; Odoo says who may.
    """
    refuse_state(leave, WAITING, {})
    before = leave.state
    approve_time_off(leave)
    fresh(leave)
    require_state(leave, *(APPROVED if before == "confirm" else ("validate",)))


def refuse(leave: models.BaseModel, reason: str) -> None:
    """Refuse a request; the employee is told the reason.

    Raises:
        ToolError: another state; Odoo says who may.
    """
    refuse_state(leave, (*WAITING, "validate"), {})
    leave.action_refuse()
    require_state(fresh(leave), "refuse")
    # sudo: the partner of a user is no secret, his employee's record may be
    user = leave.employee_id.sudo().user_id
    leave.message_post(
        body=leave.env._("Reason of the refusal: %s") % reason,
        partner_ids=user.partner_id.ids,
    )


def cancel(leave: models.BaseModel, reason: str) -> bool:
    """Take back one's own request; whether it is still there, as cancelled.

    What nobody approved yet Odoo 18 deletes, as its own form does.

    Raises:
        ToolError: another state, or somebody else's.
    """
    refuse_state(leave, (*WAITING, "validate"), {})
    # sudo: whose it is; the record of an employee may be closed to himself
    if leave.sudo().employee_id.user_id != leave.env.user:
        text = leave.env._("%s is not your own request: decide_time_off refuses it.")
        raise ToolError(text % leave.display_name, **head(leave))
    if not leave.can_cancel:
        return _withdraw(leave)
    answer = WizardAnswer(values={"reason": reason}, button="action_cancel_leave")
    press(leave, "action_cancel", {WIZARD: lambda: answer})
    require_state(fresh(leave), "cancel")
    return True


def _withdraw(leave: models.BaseModel) -> bool:
    if leave.state != "confirm":
        text = leave.env._("Odoo lets %s no longer be cancelled; ask who approved it.")
        raise ToolError(text % leave.display_name, **head(leave))
    leave.unlink()
    return False
