from __future__ import annotations

from typing import Any

from odoo import fields, models

from ...services.answers.lean import LeanResult
from ...services.declarations import Effect, Field, mcp_tool
from ...services.hr import contracts, people
from ...services.orm import url
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.reads.cells import cell

EmployeeId = Named(people.PUBLIC)


class ReadParams(ContextParams):
    employee_id: EmployeeId | None = Field(
        None, description="Id or name. Default: you."
    )
    history: bool = Field(False, description="All contracts, the newest first.")
    private: bool = Field(
        False, description="Private facts too, for HR; ask only where they are needed."
    )


class Employee(LeanResult):
    OPTIONAL = ("private", "contract", "history", "resume", "skills", "hidden")

    id: int
    name: str
    url: str
    source: str = Field(description="hr.employee, or hr.employee.public: no HR rights.")
    work: dict[str, Any]
    start_date: str | None = Field(None, description="First day of the first contract.")
    contract: dict[str, Any] | None = Field(None, description="In force today.")
    history: list[dict[str, Any]] = Field(default_factory=list)
    private: dict[str, Any] = Field(default_factory=dict)
    resume: list[dict[str, Any]] = Field(default_factory=list)
    skills: list[dict[str, Any]] = Field(default_factory=list)
    hidden: list[str] = Field(
        default_factory=list, description="What your rights in Odoo do not show."
    )

    def text(self) -> str:
        parts = {
            "work": [self.work],
            "contract": [self.contract] if self.contract else [],
            "private": [self.private] if self.private else [],
            "history": self.history,
            "resume": self.resume,
            "skills": self.skills,
        }
        lines = [
            f"{part}: " + ", ".join(f"{k}={cell(v)}" for k, v in row.items())
            for part, rows in parts.items()
            for row in rows
        ]
        since = f", since {self.start_date}" if self.start_date else ""
        hidden = [f"hidden: {', '.join(self.hidden)}"] if self.hidden else []
        head = f"{self.name} ({self.id}, {self.source}){since}"
        return "\n".join([head, *lines, *hidden, self.url])


class ReadEmployee(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.READ,
        requires=(people.PUBLIC,),
        aliases=("odoo_read_employee", "get_employee"),
    )
    def _mcp_read_employee(self, params: ReadParams) -> Employee:
        """Read an employee: job, department, manager, contacts, résumé and skills.

        Contract, salary and start date are for who may read them in Odoo; what is
        hidden is named. Without HR rights only the public employee is read.
        """
        env = params.env_of(self)
        found = people.employee(env, params.employee_id or people.own(env).id)
        known = contracts.history(env, found.id)
        today = fields.Date.context_today(self).isoformat()
        return Employee(
            id=found.id,
            name=found.name,
            url=url.of(found),
            source=found._name,
            work=people.facts(found, people.WORK),
            start_date=contracts.first_day(known),
            contract=contracts.current(known, today),
            history=known if params.history else [],
            private=self._private(found) if params.private else {},
            resume=people.lines(found, "resume_line_ids", people.RESUME),
            skills=people.skills(found),
            hidden=self._hidden(env),
        )

    def _private(self, found: models.BaseModel) -> dict[str, Any]:
        """Private facts, of the full employee only, as far as each field's groups allow."""
        if found._name != people.FULL:
            return {}
        return people.facts(found, people.PRIVATE)

    def _hidden(self, env) -> list[str]:
        hidden = [] if contracts.may_read(env) else ["contract, salary, start date"]
        return hidden + ([] if people.may_see_all(env) else ["private facts"])
