"""Access rights: what groups may do with the records of a model."""

from __future__ import annotations

from odoo import api

from .step import Step

MOST = 12


def step(env: api.Environment, model: str, operation: str) -> Step:
    """The access rights (``ir.model.access``) of ``model`` for the caller."""
    mine, others = _granting(env, model, operation)
    ok = env["ir.model.access"].check(model, operation, raise_exception=False)
    facts = {"operation": operation, "model": model}
    if ok:
        text = env._("The access right %(names)s grants %(operation)s on %(model)s.")
        return Step("access_right", True, text % {**facts, "names": _listed(mine)})
    text = env._("No access right grants you %(operation)s on %(model)s.") % facts
    if not others:
        return Step("access_right", False, text + env._(" Nobody has one."))
    text += env._(" These would, with their groups: %s.") % _listed(others)
    return Step("access_right", False, text)


def _granting(
    env: api.Environment, model: str, operation: str
) -> tuple[list[str], list[str]]:
    """The rights that grant it, as ``name (group)``: the caller's, and those of others."""
    # sudo: Odoo's own refusal names these groups to whoever is refused
    rights = (
        env["ir.model.access"]
        .sudo()
        .search([("model_id.model", "=", model), (f"perm_{operation}", "=", True)])
    )
    groups = set(env.user._get_group_ids())
    mine: list[str] = []
    others: list[str] = []
    for right in rights:
        group = right.group_id
        text = f"{right.name} ({group.full_name if group else env._('everybody')})"
        (mine if not group or group.id in groups else others).append(text)
    return mine, others


def _listed(names: list[str]) -> str:
    rest = len(names) - MOST
    return "; ".join(names[:MOST]) + (f"; +{rest}" if rest > 0 else "")
