"""Refuses arguments that would bypass the rules of a tool, whatever method takes them.

``doors.py`` names methods; these are found in every app, and in those to come.
"""

from __future__ import annotations

import inspect
from typing import Any

from odoo import models

from .. import authors

# what methods call the fields of a record that they create or write
VALUES = ("vals", "values", "vals_list")


def refuse(
    model: models.BaseModel, name: str, bound: inspect.BoundArguments, passed: Any
) -> None:
    """Check what ``name`` of ``model`` would be given.

    Args:
        passed: arguments by keyword, which ``**kwargs`` of the method may take.

    Raises:
        ValueError: a domain, values of fields, or a message in somebody else's name.
    """
    env = model.env
    for argument, value in {**bound.arguments, **passed}.items():
        if _is_domain(argument, value):
            raise ValueError(
                env._(
                    "%(name)s: no %(argument)s is taken here; search_records takes one."
                )
                % {"name": name, "argument": argument}
            )
        if argument in VALUES and _are_fields(model, value):
            raise ValueError(
                env._(
                    "%(name)s: no %(argument)s are taken here; create_records and "
                    "update_records take fields."
                )
                % {"name": name, "argument": argument}
            )
        if name.startswith("message_") and argument in authors.FIELDS and value:
            raise ValueError(
                env._(
                    "%(name)s: no %(argument)s is taken here; post_message posts in "
                    "your own name."
                )
                % {"name": name, "argument": argument}
            )


def _is_domain(argument: str, value: Any) -> bool:
    """A search would go by it; the domain of a company on the web is a text."""
    return argument.endswith("domain") and isinstance(value, list) and bool(value)


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
