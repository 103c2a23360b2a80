"""What the tools of expenses share: arguments and answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo

from odoo import models

from ...services.compat.expenses import expenses_of
from ...services.expenses.shown import Expense, shown
from ...services.orm import url
from ...services.orm.context_params import ContextParams, Day, Named
from ...services.orm.document import ChangedDocument, fresh
from ...services.orm.selections import read_selection


def _state(value: str, info: ValidationInfo) -> str:
    expenses = info.context["env"]["hr.expense"]
    return read_selection(expenses, expenses._fields["state"], value)


State = Annotated[str, AfterValidator(_state)]
EmployeeId = Named("hr.employee.public")
ExpenseId = Named("hr.expense")


class FilterParams(ContextParams):
    """Which expenses."""

    employee_id: EmployeeId | None = Field(
        None, description="Only of this employee: id or name."
    )
    state: list[State] | State | None = Field(
        None, description="Only these states, e.g. draft, submitted, approved."
    )
    date_from: Day | None = Field(None, description="From this day on, ISO 8601.")
    date_to: Day | None = Field(None, description="Up to this day.")

    def domain(self) -> list[Any]:
        """The domain of what is asked for."""
        states = [self.state] if isinstance(self.state, str) else self.state
        found: list[Any] = [("state", "in", states)] if states else []
        for operator, day in ((">=", self.date_from), ("<=", self.date_to)):
            found += [("date", operator, day)] if day else []
        if self.employee_id:
            found.append(("employee_id", "=", self.employee_id))
        return found


class ExpenseAnswer(ChangedDocument):
    """What a call changed: an expense, or the report that it is approved with."""

    model: str
    expenses: list[Expense]
    notes: list[str] = Field(default_factory=list)

    def rest(self) -> list[str]:
        return [*(e.line() for e in self.expenses), *self.notes]


def answer(
    record: models.BaseModel, warnings: list[str] | None = None, notes: Any = ()
) -> ExpenseAnswer:
    """An expense or a report with its expenses, as the database has it now."""
    fresh(record)
    return ExpenseAnswer(
        model=record._name,
        id=record.id,
        name=record.display_name,
        state=record.state,
        url=url.of(record),
        expenses=shown(expenses_of(record)),
        warnings=warnings or [],
        notes=list(notes),
    )
