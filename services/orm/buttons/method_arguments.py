"""Refuses arguments that would bypass the rules of a tool, whatever method takes them.

``doors.py`` names methods; these are found in every app, and in those to come.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

from odoo import models

from .. import authors
from ..writes.input import read_values

# what methods call the fields of a record that they create or write
VALUES = re.compile(r"(^|_)(vals|values)(_list)?$")
# of another record than the model's, such as the mail of a template
OTHERS_VALUES = re.compile(r"_(vals|values)$")
LISTS = ("one2many", "many2many")
CONTEXT = re.compile(r"(^|_)(ctx|context)$")
# of a message what its author chooses; all else is written by Odoo itself
CHOSEN = frozenset(
    "body subject message_type parent_id subtype_id partner_ids attachment_ids".split()
)
KINDS = ("comment", "notification")


def refuse(
    model: models.BaseModel, name: str, bound: inspect.BoundArguments, passed: Any
) -> None:
    """Check what ``name`` of ``model`` would be given.

    Args:
        passed: arguments by keyword, which ``**kwargs`` of the method may take.

    Raises:
        ValueError: a domain, a context, values of fields, or a message that is not all
            the caller's own.
    """
    collects = _collecting(bound.signature)
    for argument, value in {**bound.arguments, **passed}.items():
        if argument == collects:
            continue
        if problem := _problem(model, name, argument, value):
            said = {"name": name, "argument": argument}
            raise ValueError(problem % said)


def _problem(model: models.BaseModel, name: str, argument: str, value: Any) -> str:
    env = model.env
    if _is_domain(argument, value):
        return env._(
            "%(name)s: no %(argument)s is taken here; search_records takes one."
        )
    if _are_values(model, argument, value):
        return env._(
            "%(name)s: no %(argument)s are taken here; create_records and "
            "update_records take fields."
        )
    if name.startswith("message_") and value and _is_odoos(model, argument, value):
        return env._(
            "%(name)s: no %(argument)s is taken here; post_message posts in "
            "your own name."
        )
    if CONTEXT.search(argument) and isinstance(value, dict) and value:
        return env._(
            "%(name)s: no %(argument)s is taken here; kwargs.context takes one."
        )
    return ""


def opened(
    records: models.BaseModel, bound: inspect.BoundArguments, kwargs: dict[str, Any]
) -> dict[str, Any]:
    """``kwargs``, read as a write reads values where ``**kwargs`` takes them for fields.

    Odoo's ``action_set_lost`` writes whatever it is given so.

    Raises:
        InputError: what a write would refuse.
        ValueError: a list of records, which is made and deleted by its own tools.
    """
    taken = bound.arguments.get(_collecting(bound.signature) or "", {})
    given = {name: taken[name] for name in taken if name in records._fields}
    for name in given:
        if records._fields[name].type in LISTS:
            text = records.env._("%s: no list is taken here; update_records takes it.")
            raise ValueError(text % name)
    return {**kwargs, **read_values(records, given).for_odoo()} if given else kwargs


def _collecting(signature: inspect.Signature) -> str | None:
    """What the method calls its ``**kwargs``."""
    parameters = signature.parameters.values()
    return next((p.name for p in parameters if p.kind is p.VAR_KEYWORD), None)


def _is_odoos(model: models.BaseModel, argument: str, value: Any) -> bool:
    """Whether it decides who writes a message, when, where, and who is answered."""
    if argument == "message_type":
        return value not in KINDS
    known = model.env["mail.message"]._fields.keys() | set(authors.FIELDS)
    return argument in known - CHOSEN


def _is_domain(argument: str, value: Any) -> bool:
    """A search would go by it; the domain of a company on the web is a text."""
    return argument.endswith("domain") and isinstance(value, list) and bool(value)


def _are_values(model: models.BaseModel, argument: str, value: Any) -> bool:
    if isinstance(value, dict) and value and value.keys() <= model._fields.keys():
        return True
    if OTHERS_VALUES.search(argument) and isinstance(value, dict | list) and value:
        return True
    return bool(VALUES.search(argument)) and _are_fields(model, value)


def _are_fields(model: models.BaseModel, value: Any) -> bool:
    """They would go to ``create`` or ``write`` as they are, credentials included.

    So where one is called as a field of the model or of one that it leads to; what
    else methods of other addons call values, such as answers to questions, is theirs.
    """
    if isinstance(value, list):
        return any(_are_fields(model, one) for one in value)
    return isinstance(value, dict) and not _known(model).isdisjoint(value)


def _known(model: models.BaseModel) -> set[str]:
    """Fields of the model, and of those that it leads to."""
    own = model._fields.values()
    near = {field.comodel_name for field in own if field.relational}
    return {name for one in {model._name, *near} for name in model.env[one]._fields}
