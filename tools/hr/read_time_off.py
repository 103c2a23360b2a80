from __future__ import annotations

from typing import Annotated, Any, Literal

from odoo import api, fields, models

from ...services.answers.lean import LeanResult
from ...services.answers.paging import remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.hr import team
from ...services.hr.away import Away, others
from ...services.hr.time_off import (
    WAITING,
    Balance,
    TimeOff,
    balances,
    waits_for_caller,
    with_approvers,
)
from ...services.orm import url
from ...services.orm.context_params import ContextParams, Day, Named
from ...services.orm.labels import Labelled
from ...services.orm.reads.paged import paged
from .read_employee import EmployeeId

# how many requests Odoo is asked about, whether they wait for the caller
MOST_WAITING = 500
MOST_AWAY = 30

TypeId = Named("hr.leave.type")


class ReadParams(ContextParams):
    employee_id: EmployeeId | None = Field(
        None, description="Whose: id or name. Balances are then his; default: you."
    )
    whose: Literal["all", "mine", "team", "to_decide"] = Field(
        "all",
        description="mine: your own; team: of who report to you; to_decide: they wait "
        "for you.",
    )
    state: Annotated[
        Literal["confirm", "validate1", "validate", "refuse", "cancel"] | None,
        Labelled("hr.leave", "state"),
    ] = Field(None, description="confirm and validate1 wait, validate is approved.")
    leave_type: TypeId | None = Field(None, description="Type, by id or name.")
    date_from: Day | None = Field(None, description="Ends on or after this day.")
    date_to: Day | None = Field(None, description="Begun by this day.")
    balances: bool = Field(True, description="What is left, of one employee.")
    balance_date: Day | None = Field(
        None, description="Balances on this day. Default: today."
    )
    limit: int = Field(20, ge=1, description="Requests at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Requests to skip.")

    def domain(self) -> list[Any]:
        wanted = (
            ("employee_id", "=", self.employee_id),
            ("state", "=", self.state),
            ("holiday_status_id", "=", self.leave_type),
            ("request_date_to", ">=", self.date_from),
            ("request_date_from", "<=", self.date_to),
        )
        return [leaf for leaf in wanted if leaf[2]]

    def absences(self, leaves: models.BaseModel) -> list[Away]:
        """Who else is away, unless other requests are asked for; from today on."""
        narrowed = self.whose != "all" or self.leave_type or self.offset
        if narrowed or self.state not in (None, "validate"):
            return []
        first = self.date_from or fields.Date.context_today(leaves)
        return others(leaves, first, self.date_to, self.employee_id)


class TimeOffPage(LeanResult):
    OPTIONAL = ("note", "balances", "away", "truncated")

    url: str = Field(description="Web address of a request; {id} is its id.")
    requests: list[TimeOff]
    balances: list[Balance] = Field(
        default_factory=list, description="By Odoo's own computation."
    )
    away: list[Away] = Field(
        default_factory=list,
        description="Others who are away, whose requests are not yours to read.",
    )
    count: int
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = Field(False, description="Cut to the answer budget.")

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{self.count} of {self.total} requests{more}; {self.url}"
        lines = [request.line() for request in self.requests]
        lines += [absence.line() for absence in self.away]
        lines += [balance.line() for balance in self.balances]
        return "\n".join([head, *lines, *filter(None, [self.note])])


class ReadTimeOff(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.READ,
        requires=("hr.leave",),
        aliases=("odoo_read_time_off", "list_time_off", "read_leaves"),
    )
    def _mcp_read_time_off(self, params: ReadParams) -> TimeOffPage:
        """Read requests for time off, who is away, and what is left of each type.

        Your own, your team's or all, by your rights in Odoo.
        """
        env = params.env_of(self)
        leaves = env["hr.leave"]
        domain = [*params.domain(), *self._whose(leaves, params)]
        pages = {"limit": params.limit, "offset": params.offset}
        page = paged(leaves, domain, with_approvers, **pages)
        left, told = self._balances(env, params)
        if params.whose == "team":
            told = team.unseen(leaves, domain, page.total)
        absent = params.absences(leaves)
        return TimeOffPage(
            url=url.template(leaves),
            requests=page.rows,
            balances=left,
            away=absent[:MOST_AWAY],
            count=len(page.rows),
            total=page.total,
            next_offset=page.next_offset,
            note="\n".join(filter(None, [page.note, told, _cut(env, absent)])) or None,
            truncated=page.truncated,
        )

    def _whose(self, leaves: models.BaseModel, params: ReadParams) -> list[Any]:
        if params.whose == "mine":
            return [("employee_id.user_id", "=", self.env.uid)]
        if params.whose == "team":
            return team.whose(leaves.env, team.TIME_OFF)
        if params.whose == "to_decide":
            waiting = [("state", "in", WAITING)]
            candidates = leaves.search(waiting, limit=MOST_WAITING)
            return [("id", "in", candidates.filtered(waits_for_caller).ids)]
        return []

    def _balances(self, env, params: ReadParams) -> tuple[list[Balance], str | None]:
        """The balances of the employee who is named; without one, the caller's own."""
        if not params.balances or params.whose == "to_decide":
            return [], None
        if params.employee_id is not None:
            return balances(env, params.employee_id, params.balance_date), None
        if params.whose == "team":
            return [], None
        own = env["hr.employee.public"].search([("user_id", "=", env.uid)], limit=1)
        if not own:
            return [], env._("No balances: you are no employee here.")
        left = balances(env, own.id, params.balance_date)
        none = env._("No balances: you have no allocated days of any type.")
        return left, None if left else none


def _cut(env: api.Environment, absent: list[Away]) -> str:
    if len(absent) <= MOST_AWAY:
        return ""
    text = env._("Of %s others who are away the first are shown: name days.")
    return text % len(absent)
