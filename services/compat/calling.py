"""What Odoo's RPC runs, and what it says of an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.service import model as model_service


def public_method(records: models.BaseModel, name: str) -> Callable[..., Any]:
    """The method that Odoo's RPC would run.

    Raises:
        AccessError: a private one.
        AttributeError: none of that name.
    """
    if hasattr(model_service, "get_public_method"):
        return model_service.get_public_method(records, name)
    # 18.0 before March 2025
    method = getattr(type(records), name, None)
    if name.startswith("_") or getattr(method, "_api_private", False):
        raise AccessError(
            records.env._("Private methods (such as %s) cannot be called remotely.")
            % name
        )
    if not callable(method):
        raise AttributeError(name)
    return method


def works_on_the_model(method: Callable[..., Any]) -> bool:
    """Whether it is an ``@api.model`` method, which takes no records."""
    return getattr(method, "_api_model", False) or getattr(method, "_api", None) in (
        "model",
        "model_create",
    )


def constraint_message(env: api.Environment, error: psycopg2.IntegrityError) -> str:
    """What Odoo says to a person of a constraint that was violated."""
    if hasattr(models.BaseModel, "_sql_error_to_message"):
        table = error.diag.table_name
        names = (name for name, model in env.registry.items() if model._table == table)
        return env[next(names, "base")]._sql_error_to_message(error)
    return str(model_service._as_validation_error(env, error).args[0])
