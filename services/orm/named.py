"""Arguments of tools that know their model: records by name, company and language."""

from __future__ import annotations

from typing import Any

from pydantic import (
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic_core import core_schema

from odoo import api

from ..declarations import Params
from .params import context_of
from .relations import Lookups

SCHEMA = {"anyOf": [{"type": "integer"}, {"type": "string"}]}


class RecordOf:
    """A record of ``model`` by id, external id or exact name; its id then.

    For ``Annotated[int, RecordOf("hr.employee")]``. What the caller may not read does
    not exist; archived records are found by id.
    """

    def __init__(self, model: str):
        self.model = model

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self._found, serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(SCHEMA)

    def _found(self, value: Any, info: ValidationInfo) -> int:
        env: api.Environment = info.context["env"]
        return int(Lookups(env).one(self.model, value))


class UserOf(RecordOf):
    """A user by id, login, external id or exact name; the id then."""

    def __init__(self) -> None:
        super().__init__("res.users")

    def _found(self, value: Any, info: ValidationInfo) -> int:
        if isinstance(value, str):
            users = info.context["env"]["res.users"]
            if user := users.search([("login", "=", value.strip())]):
                return user.id
        return super()._found(value, info)


class BusinessParams(Params):
    """Arguments of a tool for one kind of work."""

    lang: str | None = Field(None, description="Language code, e.g. fr_FR.")
    company_id: int | None = Field(None, description="Work in this company.")
    _context: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _read_context(self, info: ValidationInfo) -> BusinessParams:
        env: api.Environment = info.context["env"]
        self._context = context_of(env, self.lang, self.company_id)
        return self

    def within(self, env: api.Environment) -> api.Environment:
        """The environment in the call's language and company."""
        return env(context={**env.context, **self._context})
