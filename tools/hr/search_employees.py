from __future__ import annotations

from typing import Any

from odoo import api, models

from ...services import settings
from ...services.answers import numbers
from ...services.answers.fitting import room
from ...services.answers.lean import LeanResult
from ...services.answers.paging import next_offset, remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.hr.people import PUBLIC, facts
from ...services.orm import url
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.reads import fit
from ...services.orm.reads.cells import cell

SHOWN = (
    "job_title",
    "department_id",
    "parent_id",
    "work_email",
    "work_phone",
    "mobile_phone",
)


class SearchParams(ContextParams):
    query: str | None = Field(None, description="Text in name, job title or e-mail.")
    department_id: Named("hr.department") | None = Field(
        None, description="Department by id or name, with those below it."
    )
    manager_id: Named(PUBLIC) | None = Field(
        None, description="Who report to this employee: id or name."
    )
    include_archived: bool = Field(False, description="Those who left, too.")
    limit: int = Field(20, ge=1, description="Employees at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Employees to skip.")

    def domain(self) -> list[Any]:
        found: list[Any] = []
        if self.query:
            fields = ("name", "job_title", "work_email")
            found += ["|", "|", *((f, "ilike", self.query) for f in fields)]
        if self.department_id:
            found.append(("department_id", "child_of", self.department_id))
        if self.manager_id:
            found.append(("parent_id", "=", self.manager_id))
        return found


class Employees(LeanResult):
    OPTIONAL = ("company", "note", "truncated")

    url: str = Field(description="Web address of an employee; {id} is the id.")
    company: dict[str, Any] | None = Field(None, description="Of all of these.")
    employees: list[dict[str, Any]]
    count: int
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = False

    def text(self) -> str:
        more = remark(self.next_offset)
        where = f"; {cell(self.company)}" if self.company else ""
        head = f"{self.count} of {self.total} employees{more}{where}; {self.url}"
        lines = [", ".join(map(cell, e.values())) for e in self.employees]
        return "\n".join([head, *lines, *filter(None, [self.note])])


class SearchEmployees(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.READ,
        requires=(PUBLIC,),
        aliases=("odoo_search_employees", "list_employees", "search_employee"),
    )
    def _mcp_search_employees(self, params: SearchParams) -> Employees:
        """Find employees by name, department or manager: what every colleague may see."""
        most = settings.get(self.env, "max_limit")
        limit, note = numbers.capped(params.limit, most, "limit")
        people = params.env_of(self)[PUBLIC]
        scope = people.with_context(active_test=not params.include_archived)
        domain = params.domain()
        found = scope.search(domain, limit=limit, offset=params.offset)
        rows = [
            {"id": e.id, "name": e.name, **facts(e, _shown(found.env))} for e in found
        ]
        page = fit.page(rows, room(self.env), default=True)
        total = scope.search_count(domain)
        return Employees(
            url=url.template(people),
            company=_said_once(page.rows, "company_id"),
            employees=page.rows,
            count=len(page.rows),
            total=total,
            next_offset=next_offset(params.offset, len(page.rows), total),
            note=note,
            truncated=page.truncated,
        )


def _shown(env: api.Environment) -> tuple[str, ...]:
    """The columns of the list; with the company for callers who work in several."""
    return (*SHOWN, "company_id") if len(env.companies) > 1 else SHOWN


def _said_once(rows: list[dict[str, Any]], name: str) -> Any:
    """Take a value that all ``rows`` share out of them; None if they differ."""
    values = [row.get(name) for row in rows]
    if len(rows) < 2 or values[0] is None or values.count(values[0]) < len(rows):
        return None
    for row in rows:
        del row[name]
    return values[0]
