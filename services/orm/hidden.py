"""Models and fields that no tool shows or writes: as if the caller had no right to them.

Whoever administers the server names them (``mcp.hidden_models``), whatever rights users
have in Odoo. The developer toolset is not bound by it: it reads the database itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from odoo import api, models
from odoo.exceptions import AccessError

from .. import settings
from ..compat import name_domains
from ..running import running

DEVELOPER = "developer"


def is_hidden(env: api.Environment, model: str) -> bool:
    """Whether the running call's client is not to know records of ``model``."""
    return running() is not None and is_named(env, model) and not _is_developing(env)


def is_hidden_field(env: api.Environment, field: Any) -> bool:
    """Whether the running call's client is not to know the values of ``field``.

    Of a related field it decides what it stands for, too.
    """
    origin = getattr(field, "related_field", None)
    if origin is not None and is_hidden_field(env, origin):
        return True
    return is_hidden(env, f"{field.model_name}:{field.name}")


def hides(env: api.Environment) -> bool:
    """Whether anything is hidden from the running call's client."""
    patterns = running() is not None and settings.get(env, "hidden_models")
    return bool(patterns) and not _is_developing(env)


def shown_domain(records: models.BaseModel, domain: Any) -> Any:
    """``domain``, which searches names, without what asks for hidden fields.

    Odoo finds a contact by his number too, and each digit that is found is told.
    """
    # of a hidden model nothing is searched: Odoo refuses it
    if not hides(records.env) or is_hidden(records.env, records._name):
        return domain
    return name_domains.without(domain, lambda path: _is_hidden_path(records, path))


def _is_hidden_path(records: models.BaseModel, path: str) -> bool:
    model = records
    for name in path.split("."):
        field = model._fields.get(name) if model is not None else None
        if field is None:
            return False
        if is_hidden_field(records.env, field):
            return True
        model = records.env.get(field.comodel_name or "")
    return False


def is_named(env: api.Environment, name: str) -> bool:
    """Whether the setting names a model, or a field as ``model:field``."""
    patterns = settings.get(env, "hidden_models")
    return bool(patterns) and _matches(name, patterns)


def reaches(env: api.Environment, model: str, operation: str) -> bool:
    """Whether Odoo's access rights let the caller do it, and the setting does."""
    allowed = env["ir.model.access"]._get_allowed_models(operation)
    return model in allowed and not is_named(env, model)


def refused(
    records: models.BaseModel,
) -> tuple[models.BaseModel, Callable[[], AccessError]]:
    """What Odoo's ``_check_access`` answers where it refuses."""
    text = why(records.env) % records._name
    return records, functools.partial(AccessError, text)


def why(env: api.Environment) -> str:
    """The sentence that refuses, with a place for the model."""
    return env._(
        "%s is hidden from tools (mcp.hidden_models): people see it in Odoo alone."
    )


def _is_developing(env: api.Environment) -> bool:
    tool = env["mcp.catalog"]._find("tool", running().tool)
    return tool is not None and tool.toolset == DEVELOPER


@functools.lru_cache(maxsize=4096)
def _matches(name: str, patterns: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in settings.words(patterns))
