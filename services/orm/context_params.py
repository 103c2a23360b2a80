"""Arguments of a tool that works in a language and a company of the caller's choice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from odoo import api, models

from ..declarations import Params
from .params import context_of
from .relations import named
from .writes import scalars


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


def env_in(info: ValidationInfo) -> api.Environment:
    """The environment in which an argument is looked up: in the company of the call.

    ``company_id`` is checked first, being a field of the base. Without it all of the
    caller's companies count.
    """
    env: api.Environment = info.context["env"]
    company_id = info.data.get("company_id")
    if company_id is None:
        return env
    return env(context={**env.context, **context_of(env, None, company_id)})


def _named(model: str) -> Callable[[int | str, ValidationInfo], int]:
    def found(value: int | str, info: ValidationInfo) -> int:
        env = env_in(info)
        if model not in env:
            raise ValueError(env._("there is no model %s here") % model)
        return named(env, model, value)

    return found


def _day(value: str, info: ValidationInfo) -> date:
    return scalars.day(info.context["env"], value)


def _no_boolean(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("an id or a name, not true or false")
    return value


def _date(value: Any, info: ValidationInfo) -> Any:
    return _day(value, info) if isinstance(value, str) else value


Day = Annotated[str, AfterValidator(_day)]
# the same where a schema says that it is a date
DateArg = Annotated[date, BeforeValidator(_date)]


def Named(model: str) -> Any:
    """An argument that names a record: its id, external id or exact, unique name."""
    found = AfterValidator(_named(model))
    return Annotated[int | str, BeforeValidator(_no_boolean), found]


NamedUser = Named("res.users")
