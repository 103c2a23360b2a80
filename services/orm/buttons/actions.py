"""Actions that methods of Odoo return for its web client, as facts for a model."""

from __future__ import annotations

from typing import Any

from odoo import api, models
from odoo.tools.safe_eval import safe_eval

from .. import url
from ..reads.plain import plain

KEPT = ("type", "name", "res_model", "res_id", "domain", "url", "report_name", "tag")
SAID = ("title", "message")


def is_action(value: Any) -> bool:
    """Whether a method returned something for the web client to open."""
    return isinstance(value, dict) and str(value.get("type", "")).startswith(
        "ir.actions."
    )


def opens_wizard(env: api.Environment, value: Any) -> bool:
    """Whether it wants input before it goes on."""
    if not is_action(value) or value["type"] != "ir.actions.act_window":
        return False
    model = env.get(value.get("res_model"))
    return model is not None and model._transient


def stays_open(records: models.BaseModel, value: Any) -> bool:
    """Whether it only shows once more the wizard that ran, or the one that holds it."""
    if not (opens_wizard(records.env, value) and value.get("res_id")):
        return False
    shown, ran = records.env[value["res_model"]].browse(value["res_id"]), records
    held = [
        ran.exists()[name]
        for name, field in ran._fields.items()
        if field.store
        and field.type == "many2one"
        and field.comodel_name == shown._name
    ]
    return any(shown <= form for form in (ran, *held) if form._name == shown._name)


def summary(env: api.Environment, action: dict[str, Any]) -> dict[str, Any]:
    """What is worth knowing of an action."""
    kept = {key: action[key] for key in KEPT if action.get(key)}
    if str(kept.get("url", "")).startswith("/"):
        kept["url"] = f"{url.base(env)}{kept['url']}"
    said = action.get("params")
    if isinstance(said, dict):
        kept.update({key: said[key] for key in SAID if said.get(key)})
        kept |= _linked(kept.get("message"), said.get("links"))
    if isinstance(kept.get("res_id"), int) and kept.get("res_model") in env:
        # the record that the web client would show now
        kept["url"] = url.of(env[kept["res_model"]].browse(kept["res_id"]))
    return plain(env, kept)


def _linked(message: Any, links: Any) -> dict[str, Any]:
    """The message with the names of its links, which the web client puts for ``%s``."""
    found = [x for x in links if isinstance(x, dict)] if isinstance(links, list) else []
    if not found or not isinstance(message, str):
        return {}
    labels = [str(link.get("label", "")) for link in found]
    said = message.replace("%s", ", ".join(labels), 1) if "%s" in message else message
    return {"message": said, "links": found}


def context(records: models.BaseModel, action: dict[str, Any]) -> dict[str, Any]:
    """The context in which the web client would open the action on ``records``."""
    active = {
        "active_model": records._name,
        "active_id": records.ids[0] if records else False,
        "active_ids": records.ids,
    }
    own = action.get("context") or {}
    if isinstance(own, str):
        own = evaluated(records, own, active)
    return {**active, **own, **_companies(records.env, own)}


def _companies(env: api.Environment, own: dict[str, Any]) -> dict[str, list[int]]:
    """Of the companies that an action opens, those in which the caller works now."""
    if "allowed_company_ids" not in own:
        return {}
    known = env.companies.ids
    both = [one for one in own["allowed_company_ids"] or () if one in known]
    return {"allowed_company_ids": both or known}


def evaluated(
    records: models.BaseModel, text: str, names: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A context that a view or an action of Odoo gives as an expression.

    What needs the values of a form that is not there is left out.
    """
    known = {"uid": records.env.uid, "context": records.env.context, **(names or {})}
    if records:
        known |= {"active_id": records.ids[0], "active_ids": records.ids}
        known |= {"id": records.ids[0]}
    try:
        return dict(safe_eval(text, known))
    except (ValueError, TypeError):
        return {}
