"""Who follows a record after a change, or no longer: followers get what is posted on it.

Odoo adds followers along with most of what is done. Told is what somebody would not
expect: others than colleagues, and whoever it is where nothing else was changed.
"""

from __future__ import annotations

from typing import Any

from odoo import api, models

from .lines import Line

MODEL, FIELD = "mail.followers", "message_partner_ids"
MOST = 20
MOST_NAMES = 10
Followed = tuple[str, int]


def records(
    env: api.Environment, lines: list[Line], *, alone: bool
) -> list[dict[str, Any]]:
    """For each record that is followed otherwise: who no longer does → who does now.

    Args:
        alone: nothing else is shown of the change.
    """
    made = {(line.model, line.res_id) for line in lines if line.kind == "create"}
    found: dict[Followed, dict[str, list[int]]] = {}
    for line in lines:
        if line.model != MODEL or line.kind not in ("create", "unlink"):
            continue
        said = line.after or line.before
        on, partner = (
            (said.get("res_model"), said.get("res_id")),
            said.get("partner_id"),
        )
        if on not in made and partner and (alone or _is_outside(env, partner)):
            found.setdefault(on, {}).setdefault(line.kind, []).append(partner)
    rows = [
        _record(env, *on, kinds) for on, kinds in found.items() if _is_seen(env, *on)
    ]
    return rows[:MOST]


def _is_outside(env: api.Environment, partner: int) -> bool:
    # sudo: whether somebody is a colleague is no secret
    known = env["res.partner"].sudo().browse(partner).exists()
    return not any(not user.share for user in known.user_ids)


def _is_seen(env: api.Environment, model: str, res_id: int) -> bool:
    if model not in env or not isinstance(res_id, int):
        return False
    return bool(env[model].browse(res_id).exists()._filtered_access("read"))


def _record(
    env: api.Environment, model: str, res_id: int, kinds: dict[str, list[int]]
) -> dict[str, Any]:
    pair = [_names(env, kinds.get(kind, [])) for kind in ("unlink", "create")]
    name = env[model].browse(res_id).display_name
    facts = {"model": model, "id": res_id, "name": name, "change": "write"}
    return {**facts, "fields": {FIELD: pair}}


def _names(env: api.Environment, ids: list[int]) -> str | None:
    # sudo: names only, as Odoo shows followers
    partners: models.BaseModel = env["res.partner"].sudo().browse(ids[:MOST_NAMES])
    names = [partner.display_name or "" for partner in partners.exists()]
    return ", ".join(names + ["…"] * (len(ids) > MOST_NAMES)) or None
