"""Puts together what decides on an operation, in the order in which a call meets it."""

from __future__ import annotations

from dataclasses import dataclass

from odoo import api, models

from ..callers.principal import Principal
from ..compat.access import odoo_allows
from . import policy, rights, rules, trying
from .step import Step


@dataclass(frozen=True)
class Explained:
    """The answer and the way to it.

    Attributes:
        allowed: whether a call would be let through.
        decided_by: the ``check`` that refuses first; ``none`` when nothing does.
        steps: all that was looked at, in the order in which a call meets it.
    """

    allowed: bool
    decided_by: str
    steps: tuple[Step, ...]


def explain(
    env: api.Environment,
    principal: Principal,
    model: str,
    operation: str,
    record_id: int | None = None,
) -> Explained:
    """Why ``operation`` (read, create, write, unlink) is allowed or refused."""
    ours = [
        *policy.steps(env, principal, operation),
        *policy.closed_steps(env, model, operation),
    ]
    is_open = all(step.ok for step in ours)
    record = env[model].browse(record_id or ())
    steps = (*ours, *_odoos(record, operation, is_open))
    closing = next((step for step in steps if not step.ok), None)
    return Explained(not closing, closing.check if closing else "none", steps)


def _odoos(record: models.BaseModel, operation: str, is_open: bool) -> list[Step]:
    """What Odoo looks at; the last step agrees with Odoo's own answer.

    Args:
        is_open: this server would let the tool run, so the operation may be tried.
    """
    env = record.env
    right = rights.step(env, record._name, operation)
    if not right.ok or not record or operation == "create":
        return [right, *(rules.conditions(record, operation) if right.ok else ())]
    # sudo: whoever names the id of a deleted record is told so, as by Odoo itself
    if not record.sudo().exists():
        return [right, Step("record", False, env._("There is no such record."))]
    found = [right, *rules.steps(record, operation)]
    if not odoo_allows(record, operation):
        return _refused(env, found)
    found = [step if step.ok else _overruled(env, step) for step in found]
    return [*found, _tried(record, operation)] if is_open else found


def _tried(record: models.BaseModel, operation: str) -> Step:
    env = record.env
    if said := trying.refusal(record, operation):
        why = env._("%s refuses by itself: ") % record._name
        return Step("model", False, why + said)
    return Step("model", True, env._("Tried; nothing refused it."))


def _refused(env: api.Environment, found: list[Step]) -> list[Step]:
    if any(not step.ok for step in found):
        return found
    why = env._(
        "It looks at more than rights and rules, such as the record that this one "
        "belongs to."
    )
    return [*found, Step("model", False, why)]


def _overruled(env: api.Environment, step: Step) -> Step:
    """A step that refuses, although Odoo allows it: messages, e.g., open more."""
    return Step(step.check, True, step.why + env._(" The model itself allows it."))
