"""Arguments that name an invoice or an account by its number, as accountants do."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from ...services.orm.context_params import env_in
from ...services.orm.relations import named


def _invoice(value: int | str, info: ValidationInfo) -> int:
    return _found("account.move", "name", value, info)


def _account(value: int | str, info: ValidationInfo) -> int:
    return _found("account.account", "code", value, info)


def _found(model: str, number: str, value: int | str, info: ValidationInfo) -> int:
    """The record with that ``number``; else the one that is named in another way."""
    env = env_in(info)
    if model not in env:
        raise ValueError(env._("there is no model %s here") % model)
    if isinstance(value, str) and env[model].has_access("read"):
        found = env[model].search([(number, "=", value.strip())], limit=2)
        if len(found) == 1:
            return found.id
    return named(env, model, value)


InvoiceArg = Annotated[int | str, AfterValidator(_invoice)]
AccountArg = Annotated[int | str, AfterValidator(_account)]
