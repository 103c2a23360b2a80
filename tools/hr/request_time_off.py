from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, model_validator

from odoo import api, models

from ...services.compat.employees import part_of_a_day
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.hr import people
from ...services.hr.people import own
from ...services.hr.time_off import (
    TimeOff,
    emptiness,
    require_allocation,
    with_approvers,
)
from ...services.orm import url
from ...services.orm.context_params import ContextParams, Day
from ...services.orm.document import ChangedDocument, fresh
from .read_employee import EmployeeId
from .read_time_off import TypeId

TIME = re.compile(r"\d[T ]\d")
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
HALVES = {"morning": "am", "afternoon": "pm"}


def _hours(value: Any) -> Any:
    """``13:30`` as 13.5."""
    read = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(read[1]) + int(read[2]) / 60 if read else value


def _whole(value: Any) -> Any:
    """A time would be dropped, and the whole day be taken."""
    if isinstance(value, str) and TIME.search(value):
        raise ValueError("a day, without a time: hour_from and hour_to say the hours")
    return value


def _clock(hours: float) -> str:
    """13.5 as ``13:30``."""
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


CLOCK_TIME = BeforeValidator(_hours)
WholeDay = Annotated[Day, BeforeValidator(_whole)]


class RequestParams(ContextParams):
    leave_type: TypeId = Field(
        validation_alias=AliasChoices("leave_type", "type", "holiday_status_id"),
        description="Type, by id or name; read_time_off shows what is left.",
    )
    date_from: WholeDay = Field(description="First day, ISO 8601.")
    date_to: WholeDay | None = Field(None, description="Last day. Default: the first.")
    half_day: Literal["morning", "afternoon"] | None = Field(
        None, description="Half of one day, of a type that is taken so."
    )
    hour_from: Annotated[float, Field(ge=0, lt=24), CLOCK_TIME] | None = Field(
        None, description="Of one day, of a type taken by hours: 13.5."
    )
    hour_to: Annotated[float, Field(gt=0, le=24), CLOCK_TIME] | None = Field(
        None, description="E.g. 15."
    )
    employee_id: EmployeeId | None = Field(
        None, description="Whose: id or name. Default: you."
    )
    description: str | None = Field(None, max_length=500, description="Why; optional.")

    @model_validator(mode="after")
    def _one_day(self) -> RequestParams:
        if (self.hour_from is None) != (self.hour_to is None):
            raise ValueError("hour_from and hour_to go together")
        part = self.half_day or self.hour_from is not None
        if part and self.date_to and self.date_to != self.date_from:
            raise ValueError("half a day, or hours, are of one day: leave date_to out")
        if self.half_day and self.hour_from is not None:
            raise ValueError("half_day or hours, not both")
        return self

    def hours(self) -> tuple[float, float] | None:
        if self.hour_from is None or self.hour_to is None:
            return None
        return self.hour_from, self.hour_to


class TimeOffAnswer(ChangedDocument):
    """A request, as it is after the call."""

    request: TimeOff
    note: str | None = None

    def rest(self) -> list[str]:
        return [self.request.line(), *filter(None, [self.note])]


class RequestTimeOff(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.ADD,
        requires=("hr.leave",),
        open_world=True,
        aliases=("odoo_request_time_off",),
    )
    def _mcp_request_time_off(self, params: RequestParams) -> TimeOffAnswer:
        """Ask for time off: days, half a day or hours, by the rules of its type.

        Odoo refuses what overlaps or exceeds the balance. The state that it reached
        is answered: some types need no approval.
        """
        env = params.env_of(self)
        self._require_unit(env["hr.leave.type"].browse(params.leave_type), params)
        made = env["hr.leave"].create(self._values(env, params))
        require_allocation(made)
        return answer(made, emptiness(made))

    def _values(self, env, params: RequestParams) -> dict[str, Any]:
        values = {
            "holiday_status_id": params.leave_type,
            "employee_id": params.employee_id or own(env).id,
            "request_date_from": params.date_from,
            "request_date_to": params.date_to or params.date_from,
            **part_of_a_day(HALVES.get(params.half_day or ""), params.hours()),
        }
        if params.description:
            values["name"] = params.description
        return values

    def _require_unit(self, kind: models.BaseModel, params: RequestParams) -> None:
        """Refuse a part of a day for types without: Odoo would take the whole day."""
        unit = kind.request_unit
        if params.half_day and unit != "half_day":
            text = self.env._("%s is not taken by half days.")
        elif params.hours() and unit != "hour":
            text = self.env._("%s is not taken by hours.")
        else:
            return
        raise ToolError(text % kind.name, request_unit=unit)

    def _sentence_request_time_off(self, params: RequestParams) -> str:
        text = self.env._("Asks for %(type)s from %(first)s to %(last)s.")
        told = text % {
            "type": self.env["hr.leave.type"].browse(params.leave_type).name,
            "first": params.date_from,
            "last": params.date_to or params.date_from,
        }
        parts = _part(self.env, params), _whose(params.env_of(self), params)
        return " ".join(filter(None, [told, *parts]))


def answer(leave: models.BaseModel, note: str | None = None) -> TimeOffAnswer:
    """The request as the database has it now."""
    fresh(leave)
    return TimeOffAnswer(
        id=leave.id,
        name=leave.display_name,
        state=leave.state,
        url=url.of(leave),
        request=with_approvers(leave)[0],
        note=note,
    )


def _part(env: api.Environment, params: RequestParams) -> str:
    """The part of the day; nothing of whole days."""
    if params.half_day == "morning":
        return env._("Of the day: the morning.")
    if params.half_day == "afternoon":
        return env._("Of the day: the afternoon.")
    if hours := params.hours():
        first, last = map(_clock, hours)
        text = env._("Of the day: %(first)s to %(last)s.")
        return text % {"first": first, "last": last}
    return ""


def _whose(env: api.Environment, params: RequestParams) -> str:
    """For whom, where it is not the caller."""
    if params.employee_id is None:
        return ""
    employee = people.employee(env, params.employee_id)
    return "" if employee.user_id == env.user else env._("For %s.") % employee.name
