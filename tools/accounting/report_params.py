"""What the reports ask for: companies, comparison, detail."""

from __future__ import annotations

from datetime import date
from typing import Literal, Protocol

from pydantic import AliasChoices

from odoo import api, fields

from ...services.accounting.periods import Period
from ...services.accounting.scope import Scope, scope_of
from ...services.declarations import Field
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams

COMPANIES = AliasChoices("company_ids", "companies")


class ReportParams(ContextParams):
    company_ids: list[int] | None = Field(
        None,
        min_length=1,
        max_length=100,
        validation_alias=COMPANIES,
        description="Add these companies up. Default: company_id with its branches.",
    )

    def scope(self, env: api.Environment, day: date) -> Scope:
        """The companies, amounts converted at the rates of ``day``."""
        return scope_of(env, self.company_ids, day)


class StatementParams(ReportParams):
    detail: Literal["types", "accounts"] = Field(
        "types", description="Rows by type of account, or each account too."
    )
    periods: int = Field(1, ge=1, le=12, description="How many to compare with.")


class PeriodParams(Protocol):
    """Parameters of a report that is about a period."""

    date_from: date | None
    date_to: date | None

    def scope(self, env: api.Environment, day: date) -> Scope: ...


def today(env: api.Environment) -> date:
    """The caller's day."""
    return fields.Date.context_today(env.user)


def scope_and_period(
    env: api.Environment, params: PeriodParams
) -> tuple[Scope, Period]:
    """What a report of a period is about; by default the fiscal year until today.

    Raises:
        ToolError: the period ends before it begins.
    """
    until = params.date_to or today(env)
    scope = params.scope(env, until)
    since = params.date_from or scope.year_starts(until)[scope.companies[0].id]
    _check_order(env, since, until)
    return scope, Period(since, until)


def _check_order(env: api.Environment, since: date, until: date) -> None:
    if since > until:
        raise ToolError(
            env._("date_from %(since)s is after date_to %(until)s.")
            % {"since": since, "until": until}
        )
