"""Whose books a report is about: companies, their currency and fiscal years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo import api, models

from ..errors import ToolError


@dataclass(frozen=True)
class Scope:
    """The companies of a report; amounts are in the currency of the first.

    Attributes:
        companies: of the caller; the first is the main one.
        rates: by company id, what its amounts are multiplied with.
    """

    companies: models.BaseModel
    rates: dict[int, float]

    @property
    def env(self) -> api.Environment:
        return self.companies.env

    @property
    def currency(self) -> models.BaseModel:
        return self.companies[0].currency_id

    @property
    def names(self) -> list[str]:
        return self.companies.mapped("name")

    @property
    def leaf(self) -> list[Any]:
        """The part of a domain that finds what is theirs."""
        return ["company_id", "in", self.companies.ids]

    def rounded(self, value: float) -> float:
        """An amount in the report's currency, without the noise of fractions."""
        return self.currency.round(value) + 0.0

    def year_starts(self, day: date) -> dict[int, date]:
        """By company id, the first day of the fiscal year that ``day`` is in."""
        return {
            company.id: company.compute_fiscalyear_dates(day)["date_from"]
            for company in self.companies
        }

    def note(self) -> str | None:
        """What is to be said of amounts in other currencies."""
        others = [
            f"{company.currency_id.name} × {self.rates[company.id]:.6g}"
            for company in self.companies
            if company.currency_id != self.currency
        ]
        if not others:
            return None
        return self.env._("Converted to %(currency)s at one rate: %(rates)s.") % {
            "currency": self.currency.name,
            "rates": ", ".join(dict.fromkeys(others)),
        }


def scope_of(
    env: api.Environment, company_ids: Sequence[int] | None, day: date
) -> Scope:
    """The companies of a report, converted at the rates of ``day``.

    Args:
        company_ids: added up; without any, the caller's company and its branches.

    Raises:
        ToolError: a company that is not the caller's.
    """
    companies = _companies(env, company_ids)
    env = companies.with_context(allowed_company_ids=companies.ids).env
    companies = env["res.company"].browse(companies.ids)
    main = companies[0]
    rates = {
        company.id: 1.0
        if company.currency_id == main.currency_id
        else main.currency_id._get_conversion_rate(
            company.currency_id, main.currency_id, main, day
        )
        for company in companies
    }
    return Scope(companies, rates)


def _companies(
    env: api.Environment, company_ids: Sequence[int] | None
) -> models.BaseModel:
    if not company_ids:
        path = env.company.parent_path
        branches = env.companies.filtered(lambda c: c.parent_path.startswith(path))
        return env.company | branches
    wanted = env["res.company"].browse(dict.fromkeys(company_ids))
    if foreign := wanted - env.companies:
        raise ToolError(
            env._("company_ids: not yours: %(ids)s. Yours: %(known)s.")
            % {
                "ids": foreign.ids,
                "known": ", ".join(f"{c.id} {c.name}" for c in env.companies),
            }
        )
    return wanted
