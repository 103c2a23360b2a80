"""Wizards: what one asks for, and going on with an answer.

The client never sees the wizard's context; repeating the call with the answer opens
the wizard anew, fills it in as a person would, and presses the button.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from odoo import models

from ...current_call import may_open_closed
from ...errors import ToolError
from .. import closed
from ..reads.cells import cell
from ..writes import reach
from ..writes.input import InputError, read_values
from . import actions, methods, wizard_filling, wizard_form

HOW = 'Repeat the call with wizard = {"values": {…}, "button": "…"}.'


class WizardAnswer(BaseModel):
    """How a client answers a wizard."""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, Any] = Field(
        default_factory=dict, description="Fields to fill in."
    )
    button: str = Field(description="Name of the button to press.")


def question(
    records: models.BaseModel, action: dict[str, Any], done: bool = False
) -> dict[str, Any]:
    """What the wizard that ``action`` opens asks for, JSON-ready.

    Args:
        done: the method has had its effect, and would not ask once more.
    """
    wizard = _opened(records, action)
    root = wizard_form.arch(wizard, action)
    fields = wizard_form.asked(wizard, root)
    return {
        "wizard": wizard._name,
        "title": action.get("name") or wizard._description,
        **({"text": prose} if (prose := wizard_form.prose(root)) else {}),
        "fields": fields,
        "buttons": wizard_form.buttons(root),
        "how": _way_on(records, fields) if done else HOW,
        **({"done": True} if done else {}),
    }


def _way_on(records: models.BaseModel, asked: list[dict[str, Any]]) -> str:
    """How to go on where the method had its effect, and would not ask once more.

    The wizard alone is no way: Odoo's own leave out what is archived by then.
    """
    shared = [field["name"] for field in asked if field["name"] in records._fields]
    text = records.env._(
        "Do not repeat the call as it is: undo, and then the same call with wizard = "
        '{"values": {…}, "button": "…"}, does both.'
    )
    if not shared:
        return text
    told = {"fields": ", ".join(shared), "model": records._name}
    more = records.env._("Or update_records writes %(fields)s of %(model)s.") % told
    return f"{text} {more}"


def terse(asks: dict[str, Any]) -> list[str]:
    """A question as lines of text."""
    state = "done; it then asks" if asks.get("done") else "not finished, needs input"
    lines = [f"{state}: {asks['title']}. {asks['how']}"]
    lines += [asks["text"]] if "text" in asks else []
    for field in asks["fields"]:
        kind = "|".join(field.get("options", ())) or field.get("model") or field["type"]
        must = ", required" if field.get("required") else ""
        value = "" if field["value"] is None else f" = {cell(field['value'])}"
        lines.append(f'{field["name"]} "{field["label"]}" ({kind}{must}){value}')
    buttons = [f'{b["name"]} "{b["label"]}"' for b in asks["buttons"]]
    return [*lines, f"buttons: {', '.join(buttons)}"]


def answered(
    records: models.BaseModel, action: dict[str, Any], answer: WizardAnswer
) -> tuple[models.BaseModel, Any]:
    """Fill the wizard in and press a button; the wizard, and what the button returned.

    Raises:
        ToolError: values, or the button, are not right.
    """
    wizard = _opened(records, action)
    try:
        values = read_values(wizard, answer.values).for_odoo()
        press = methods.find(wizard, answer.button, opened=True)
    except InputError as error:
        raise ToolError(f"wizard.values: {error}") from error
    except ValueError as error:
        raise ToolError(f"wizard.button: {error}") from error
    root = wizard_form.arch(wizard, action)
    if wizard:
        wizard.write(values)
    else:
        wizard = wizard.create(wizard_filling.filled(wizard, root, values))
    reach.require_few(wizard, answer.values)
    pressed = wizard_form.context_of_button(root, answer.button)
    wizard = wizard.with_context(**actions.evaluated(wizard, pressed))
    return wizard, press(wizard)


def _opened(records: models.BaseModel, action: dict[str, Any]) -> models.BaseModel:
    """The wizard: a record that Odoo made already, or none yet; in its context."""
    env = records.env
    model = action["res_model"]
    if closed.is_closed(env, model) and not may_open_closed(env):
        raise ToolError(env._("%s is closed to tools.") % model)
    wizard = env[model].with_context(**actions.context(records, action))
    return wizard.browse(action.get("res_id") or ())
