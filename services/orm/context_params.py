"""Arguments of a tool that works in a language and a company of the caller's choice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PrivateAttr, ValidationInfo, model_validator

from odoo import api, models

from ..declarations import Params
from .moments import parse_date
from .params import context_of
from .relations import Lookups


class ContextParams(Params):
    """``lang`` and ``company_id``, and the environment that they make."""

    lang: str | None = Field(None, description="Language code, e.g. fr_FR.")
    company_id: int | None = Field(None, description="Work in this company.")
    _context: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _open(self, info: ValidationInfo) -> ContextParams:
        self._context = context_of(info.context["env"], self.lang, self.company_id)
        return self

    def env_of(self, records: models.BaseModel) -> api.Environment:
        """The environment of ``records`` in the call's language and company."""
        return records.with_context(**self._context).env


def _named(model: str) -> Callable[[int | str, ValidationInfo], int]:
    def found(value: int | str, info: ValidationInfo) -> int:
        env = info.context["env"]
        if model not in env:
            raise ValueError(env._("there is no model %s here") % model)
        return Lookups(env).one(model, value)

    return found


def _user(value: int | str, info: ValidationInfo) -> int:
    users = info.context["env"]["res.users"]
    if isinstance(value, str):
        found = users.search([("login", "=", value.strip())])
        if found:
            return found.id
    return _named(users._name)(value, info)


def _day(value: str, info: ValidationInfo) -> date:
    return parse_date(info.context["env"], value)


Day = Annotated[str, AfterValidator(_day)]
NamedUser = Annotated[int | str, AfterValidator(_user)]


def Named(model: str) -> Any:
    """An argument that names a record: its id, external id or exact, unique name."""
    return Annotated[int | str, AfterValidator(_named(model))]
