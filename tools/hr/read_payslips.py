from __future__ import annotations

from typing import Any

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.hr import contracts, payslips, people
from ...services.orm.context_params import ContextParams, Day
from ...services.orm.reads.cells import cell
from .read_employee import EmployeeId


class PayslipParams(ContextParams):
    employee_id: EmployeeId | None = Field(
        None, description="Id or name. Default: you."
    )
    date_from: Day | None = Field(None, description="From this day on, ISO 8601.")
    date_to: Day | None = Field(None, description="Up to this day.")
    limit: int = Field(12, ge=1, le=100, description="Payslips at most.")


class Payslips(LeanResult):
    OPTIONAL = ("payslips", "contracts", "note", "total")

    source: str = Field(description="hr.payslip, or where the contract is.")
    is_payslip: bool = Field(description="false: contracts, nothing that was paid.")
    employee: dict[str, Any]
    payslips: list[dict[str, Any]] = Field(default_factory=list)
    contracts: list[dict[str, Any]] = Field(default_factory=list)
    total: int | None = Field(None, description="Payslips that match.")
    note: str | None = None

    def text(self) -> str:
        head = f"{cell(self.employee)}: {self.source}, is_payslip {self.is_payslip}"
        rows = self.payslips or self.contracts
        lines = [", ".join(f"{k}={cell(v)}" for k, v in row.items()) for row in rows]
        return "\n".join([head, *lines, *filter(None, [self.note])])


class ReadPayslips(models.AbstractModel):
    _inherit = "mcp.tools.hr"

    @mcp_tool(
        Effect.READ,
        requires=((payslips.MODEL, "hr.contract", "hr.version"),),
        aliases=("odoo_read_payslips", "list_payslips", "read_payslip"),
    )
    def _mcp_read_payslips(self, params: PayslipParams) -> Payslips:
        """Read payslips; where no payroll is installed the contract, marked as such.

        A contract says what was agreed, not what was paid: is_payslip is false then.
        """
        env = params.env_of(self)
        employee = people.employee(env, params.employee_id or people.own(env).id)
        payroll = payslips.MODEL in env
        if payroll and env[payslips.MODEL].has_access("read"):
            return self._payslips(employee, params)
        if not contracts.may_read(env):
            raise ToolError(
                env._("Salaries are not yours to read; explain_access says who may.")
            )
        days = [day and str(day) for day in (params.date_from, params.date_to)]
        found = contracts.within(contracts.history(env, employee.id), *days)
        if not found:
            text = env._("There is no contract of %s that is yours to read.")
            if any(days):
                text = env._("There is no contract of %s then that is yours to read.")
            raise ToolError(text % employee.name)
        return Payslips(
            source=contracts.contract_model(env),
            is_payslip=False,
            employee={"id": employee.id, "name": employee.name},
            contracts=found[: params.limit],
            note=env._("The payslips are not yours to read: these are contracts.")
            if payroll
            else env._("No payroll here: these are contracts, not payslips."),
        )

    def _payslips(self, employee: models.BaseModel, params: PayslipParams) -> Payslips:
        slips = employee.env[payslips.MODEL]
        domain: list[Any] = [("employee_id", "=", employee.id)]
        domain += [("date_to", ">=", params.date_from)] if params.date_from else []
        domain += [("date_from", "<=", params.date_to)] if params.date_to else []
        found = slips.search(domain, limit=params.limit, order="date_from desc")
        note = employee.env._("There is no payslip of %s then that is yours to read.")
        return Payslips(
            source=payslips.MODEL,
            is_payslip=True,
            employee={"id": employee.id, "name": employee.name},
            payslips=[payslips.shown(slip) for slip in found],
            total=slips.search_count(domain),
            note=None if found else note % employee.name,
        )
