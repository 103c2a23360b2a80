"""Payslips of Odoo's payroll (Enterprise) or of OCA's, by the fields that exist."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..orm import url
from ..orm.reads.values import amount
from .people import facts

MODEL = "hr.payslip"
FIELDS = (
    "number",
    "employee_id",
    "date_from",
    "date_to",
    "state",
    "credit_note",
    "basic_wage",
    "gross_wage",
    "net_wage",
)
# codes of the lines with totals, for payslips that have no fields for these (OCA)
CODES = ("BASIC", "GROSS", "NET")


def shown(slip: models.BaseModel) -> dict[str, Any]:
    """A payslip with what the caller may read of it."""
    told = {"id": slip.id, **facts(slip, FIELDS), "url": url.of(slip)}
    if "net_wage" not in slip._fields and (lines := _summed_up(slip)):
        told["lines"] = lines
    return told


def _summed_up(slip: models.BaseModel) -> dict[str, Any]:
    """Totals of lines by their code: ``{"amount", "currency"}`` each."""
    field = slip._fields.get("line_ids")
    if not field or not slip.env[field.comodel_name].has_access("read"):
        return {}
    lines = slip.line_ids.filtered(lambda line: line.code in CODES)
    return {
        code: amount(sum(some.mapped("total")), slip.company_id.currency_id)
        for code, some in lines.grouped("code").items()
    }
