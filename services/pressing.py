"""Pressing a button of a document, and the wizards that it may open.

press(records, "button_validate", known, given)
  └─ while a wizard opens, and not the one that just ran shows itself again
       ├─ known[its model]     the argument of the tool answers it
       ├─ given                the client answered it with ``wizard``
       └─ else                 a tool error with ``needs_input``; nothing is kept
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from odoo import models

from .errors import ToolError
from .orm.buttons import actions, wizards
from .orm.buttons.wizards import WizardAnswer
from .reviews.blocked import explained

MOST = 8
Known = Mapping[str, Callable[[], WizardAnswer]]


def press(
    records: models.BaseModel,
    method: str,
    known: Known | None = None,
    given: list[WizardAnswer] | None = None,
) -> Any:
    """Call ``method``, answer what it asks, and return what came last.

    A wizard that shows itself again has done its work, or will say by the state of the
    document that it has not: the caller looks at that.

    Args:
        known: by wizard's model, what answers it; may raise ``asking``.
        given: answers to other wizards, in turn.

    Raises:
        ToolError: a wizard that nobody answered, an answer too many, or a document
            that somebody must review first.
    """
    with explained(records):
        source, result, left = records, getattr(records, method)(), list(given or ())
    for _turn in range(MOST):
        if not _asks(source, result, left):
            _require_used(records, left)
            return result
        answer = _answer(source, result, known or {}, left)
        source, result = wizards.answered(source, result, answer)
    raise ToolError(records.env._("Odoo asks again and again; nothing was done."))


def asking(question: str, argument: str, options: dict[Any, str], **more: Any) -> Any:
    """The error of a call that needs a choice: asked for as ``needs_input``.

    Args:
        question: for the person.
        argument: which argument of the call carries the answer.
        options: what it may be, and what that means.
    """
    listed = [{"value": value, "label": label} for value, label in options.items()]
    asks = {"title": question, "argument": argument, "options": listed}
    choices = "; ".join(
        f"{argument} = {_json(v)}: {label}" for v, label in options.items()
    )
    return ToolError(f"{question} {choices}", needs_input=asks, **more)


def _asks(source: models.BaseModel, result: Any, left: list[WizardAnswer]) -> bool:
    opened = actions.opens_wizard(source.env, result)
    return opened and (bool(left) or not actions.stays_open(source, result))


def _answer(
    source: models.BaseModel,
    action: dict[str, Any],
    known: Known,
    left: list[WizardAnswer],
) -> WizardAnswer:
    if action["res_model"] in known:
        return known[action["res_model"]]()
    if left:
        return left.pop(0)
    asks = wizards.question(source, action)
    text = source.env._("Nothing was done yet.")
    raise ToolError("\n".join([text, *wizards.terse(asks)]), needs_input=asks)


def _require_used(records: models.BaseModel, left: list[WizardAnswer]) -> None:
    if left:
        raise ToolError(records.env._("Odoo asks for nothing more: leave wizard out."))


def _json(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
