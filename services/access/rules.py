"""Record rules on one record: which hold for the caller, and which let it through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import models
from odoo.tools.safe_eval import safe_eval

from .step import Step

LONGEST = 600
MOST = 8


@dataclass(frozen=True)
class Rule:
    """One rule as it meets the record.

    Attributes:
        name: the rule's name.
        groups: the groups it is for; none: it is global and always holds.
        domain: as stored, with ``user`` and ``company_ids`` in it.
        passes: whether the record satisfies it.
    """

    name: str
    groups: tuple[str, ...]
    domain: str
    passes: bool


def met(record: models.BaseModel, operation: str) -> list[Rule]:
    """The rules that hold for the caller, with those of ``_inherits`` parents."""
    rules = record.env["ir.rule"]
    names = rules._eval_context()
    # sudo: the rules bind callers who may not read them, and look at any record
    found = [
        _met(record.sudo(), rule, names)
        for rule in rules._get_rules(record._name, operation).sudo()
    ]
    for model, field in record._inherits.items():
        if record._fields[field].store and (parent := record.sudo()[field]):
            found += met(record.env[model].browse(parent.id), operation)
    return found


def steps(record: models.BaseModel, operation: str) -> list[Step]:
    """What the rules say to ``operation`` on ``record``; empty when there are none."""
    found = met(record, operation)
    if not found:
        return []
    closing = [rule for rule in found if not rule.groups and not rule.passes]
    by_group = [rule for rule in found if rule.groups]
    if by_group and not any(rule.passes for rule in by_group):
        closing += by_group
    if not closing:
        return [Step("record_rule", True, _passed(record, found))]
    failed = [_failed(record, rule) for rule in closing]
    return [*_company(record, closing), *failed]


def conditions(model: models.BaseModel, operation: str) -> list[Step]:
    """What the rules demand of a record, where none was named."""
    env = model.env
    # sudo: the rules bind callers who may not read them
    found = env["ir.rule"]._get_rules(model._name, operation).sudo()
    if not found:
        return []
    # of those of groups one is enough, so a single one is demanded as well
    grouped = found.filtered("groups")
    several = grouped if len(grouped) > 1 else grouped.browse()
    told = (
        (env._("Only for records that satisfy the record rules: %s."), found - several),
        (env._("Of these rules of your groups one is enough: %s."), several),
    )
    return [
        Step("record_rule", True, why % "; ".join(map(_told, rules[:MOST])))
        for why, rules in told
        if rules
    ]


def _told(rule: Any) -> str:
    return f"{rule.name or rule.id} {_domain_text(rule)}"


def _met(record: models.BaseModel, rule: Any, names: dict[str, Any]) -> Rule:
    domain = safe_eval(rule.domain_force, names) if rule.domain_force else []
    return Rule(
        rule.name or f"#{rule.id}",
        tuple(rule.groups.mapped("full_name")),
        _domain_text(rule),
        bool(record.filtered_domain(domain)),
    )


def _domain_text(rule: Any) -> str:
    return " ".join((rule.domain_force or "[]").split())[:LONGEST]


def _passed(record: models.BaseModel, found: list[Rule]) -> str:
    names = "; ".join(rule.name for rule in found if rule.passes)
    return record.env._("The record satisfies the record rules: %s.") % names


def _failed(record: models.BaseModel, rule: Rule) -> Step:
    env = record.env
    kind = env._("for %s") % ", ".join(rule.groups) if rule.groups else env._("global")
    text = env._("The record rule “%(name)s” (%(kind)s) demands %(domain)s.") % {
        "name": rule.name,
        "kind": kind,
        "domain": rule.domain,
    }
    if rule.groups:
        text += env._(" One of your groups' rules would be enough.")
    return Step("record_rule", False, text)


def _company(record: models.BaseModel, closing: list[Rule]) -> list[Step]:
    """If companies decide: the record's company, and whether the caller has it."""
    env = record.env
    if "company_id" not in record._fields or not _about_companies(closing):
        return []
    company = record.sudo().company_id
    if not company or company in env.companies:
        return []
    if company.id in env.user._get_company_ids():
        text = env._("The record is of %(name)s; work there with company_id=%(id)s.")
        why = text % {"name": company.name, "id": company.id}
    else:
        why = env._("The record is of a company that you do not belong to.")
    return [Step("company", False, why)]


def _about_companies(closing: list[Rule]) -> bool:
    return any("company" in rule.domain for rule in closing)
