"""The apps of Odoo that tools need: their models, and the caller's rights to them."""

from __future__ import annotations

from odoo import api

from .declarations import Required
from .orm.hidden import reaches

# which module brings a model, for the words of a refusal
MODULES = {
    "account.move": "account",
    "account.move.line": "account",
    "account.move.send.wizard": "account",
    "account.payment": "account",
    "account.payment.register": "account",
    # the contract is an app of its own in 18.0
    "hr.contract": "hr_contract",
    "hr.version": "hr",
    "hr.employee": "hr",
    "hr.employee.public": "hr",
    "hr.expense": "hr_expense",
    "hr.leave": "hr_holidays",
    "mrp.bom": "mrp",
    "mrp.production": "mrp",
    "project.project": "project",
    "project.task": "project",
    "purchase.order": "purchase",
    "sale.order": "sale_management",
    "stock.picking": "stock",
    # OCA's
    "tier.review": "base_tier_validation",
}


def absent(env: api.Environment, required: Required) -> str:
    """The required models that are absent, each with the module that brings it.

    Returns:
        A text for a refusal, as ``sale.order (module sale_management)``; empty where
        nothing is absent.
    """
    missing = [
        choices for choices in map(_choices, required) if not _present(env, choices)
    ]
    return ", ".join(" / ".join(map(_named, choices)) for choices in missing)


def lacking(env: api.Environment, required: Required, operation: str) -> str:
    """The first right that the caller of ``env`` lacks, as ``write sale.order``.

    Args:
        operation: what is needed on the first of ``required``; the others are read.
    """
    for number, choices in enumerate(map(_choices, required)):
        needed = operation if number == 0 else "read"
        if not any(reaches(env, choice, needed) for choice in choices):
            return f"{needed} {' / '.join(_present(env, choices))}"
    return ""


def _choices(model: str | tuple[str, ...]) -> tuple[str, ...]:
    return (model,) if isinstance(model, str) else model


def _present(env: api.Environment, choices: tuple[str, ...]) -> list[str]:
    return [model for model in choices if model in env]


def _named(model: str) -> str:
    module = MODULES.get(model)
    return f"{model} (module {module})" if module else model
