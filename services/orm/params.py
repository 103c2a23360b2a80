"""Arguments that name a model and what is in it: checked where they are parsed.

A marker in ``Annotated`` says how a value is read on the model of the call;
``ModelParams`` opens every marked field, in the order of declaration. So a tool's
body sees checked values only.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any, get_args

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from odoo import api, models
from odoo.exceptions import AccessError

from ..answers.lists import as_list
from ..current_call import may_open_closed
from ..declarations import Params
from . import closed, domains, hidden, meant, paths
from .moments import zone
from .reads import ordering
from .views import holds_records

# Odoo's own interface answers these where the other is closed
OPEN_INSTEAD = {"hr.employee": "hr.employee.public"}


class OfModel:
    """A marker: how a value is read on the model of the call."""

    def opened(self, records: models.BaseModel, value: Any) -> Any:
        """The checked value; raises ValueError with what would be right."""
        raise NotImplementedError


class _Readable(OfModel):
    def opened(self, records: models.BaseModel, value: str) -> str:
        try:
            records.check_access("read")
        except AccessError as error:
            if not (way := _open_instead(records)):
                raise
            told = f"{error}\n\n{way}"
            raise AccessError(told) from error
        return value


def _open_instead(records: models.BaseModel) -> str:
    """Where what is everybody's of a closed model is found."""
    model = OPEN_INSTEAD.get(records._name)
    if model not in records.env or not records.env[model].has_access("read"):
        return ""
    return records.env._("What is open to you stands in %s.") % model


class _Writable(OfModel):
    def opened(self, records: models.BaseModel, value: str) -> str:
        if hidden.is_hidden(records.env, value):
            raise ValueError(hidden.why(records.env) % value)
        if closed.is_closed(records.env, value) and not may_open_closed(records.env):
            raise ValueError(
                records.env._(
                    "%s is closed to tools: a person changes it in Odoo, or a "
                    "developer with the developer tools on (mcp.closed_models)."
                )
                % value
            )
        return value


class _Domain(OfModel):
    def opened(self, records: models.BaseModel, value: Any) -> list[Any]:
        return domains.parse(records, value)


class _Paths(OfModel):
    def opened(self, records: models.BaseModel, value: list[str]) -> list[paths.Path]:
        wanted = dict.fromkeys(value)
        return [paths.resolve(records, text) for text in wanted]


class _Order(OfModel):
    def opened(self, records: models.BaseModel, value: str) -> str:
        return ordering.parse_order(records, value)


class _Ids(OfModel):
    def opened(self, records: models.BaseModel, value: Any) -> list[int]:
        wanted = list(dict.fromkeys(value if isinstance(value, list) else [value]))
        everyone = records.with_context(active_test=False)
        found = set(everyone.search([("id", "in", wanted)])._ids)
        missing = [record_id for record_id in wanted if record_id not in found]
        if missing:
            raise ValueError(
                records.env._(
                    "%(model)s: no such record, or not yours to read: %(ids)s"
                )
                % {"model": records._name, "ids": missing}
            )
        return wanted


class _Id(OfModel):
    def opened(self, records: models.BaseModel, value: int) -> int:
        return _Ids().opened(records, value)[0]


ReadModel = Annotated[str, _Readable()]
WriteModel = Annotated[str, _Writable()]
DomainArg = Annotated[
    list[Any] | str, _Domain(), WithJsonSchema({"type": "array", "items": {}})
]
PathsArg = Annotated[list[str], BeforeValidator(as_list), _Paths()]
OrderArg = Annotated[str, _Order()]
RecordIds = Annotated[
    int | list[int],
    _Ids(),
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
]
RecordId = Annotated[int, _Id()]
MODEL = AliasChoices("model", "model_name")
RECORD_ID = AliasChoices("record_id", "id")
RECORD_IDS = AliasChoices("record_ids", "record_id", "ids", "id")


class ModelParams(Params):
    """Arguments of a tool that works on the records of one model.

    Subclasses declare ``model`` first, as ``ReadModel`` or ``WriteModel``.
    """

    model: str = Field(validation_alias=MODEL, description="Model, e.g. res.partner.")
    lang: str | None = Field(None, description="Language code, e.g. fr_FR.")
    company_id: int | None = Field(None, description="Work in this company.")
    _context: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _open(self, info: ValidationInfo) -> ModelParams:
        env: api.Environment = info.context["env"]
        _known_model(env, self.model)
        self._context = context_of(env, self.lang, self.company_id)
        records = env[self.model].with_context(**self._context)
        for name, marker in _markers(type(self)):
            if (value := getattr(self, name)) is not None:
                try:
                    setattr(self, name, marker.opened(records, value))
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None
        return self

    def records(self, env: api.Environment) -> models.BaseModel:
        """The model in the call's language and company; with ``record_ids``, those."""
        model = env[self.model].with_context(**self._context)
        return model.browse(getattr(self, "record_ids", None) or ())

    def named(self) -> tuple[str, list[int]]:
        return self.model, getattr(self, "record_ids", None) or []


@functools.cache
def _markers(params: type[ModelParams]) -> tuple[tuple[str, OfModel], ...]:
    """The marked fields of ``params``, in the order of declaration."""
    return tuple(
        (name, marker)
        for name, field in params.model_fields.items()
        for marker in (*field.metadata, *_within(field.annotation))
        if isinstance(marker, OfModel)
    )


def _within(annotation: Any) -> list[Any]:
    """Markers of the parts of a union: those of ``OrderArg | None``."""
    own = list(getattr(annotation, "__metadata__", ()))
    for part in get_args(annotation):
        own += _within(part) if get_args(part) else []
    return own


def _known_model(env: api.Environment, name: str) -> None:
    model = env.get(name)
    if model is None or not holds_records(model):
        hint = meant.model(env, name)
        raise ValueError(
            env._("model: there is no model %s here.") % name
            + (env._(" Nearest: %s.") % hint if hint else "")
        )


def context_of(
    env: api.Environment, lang: str | None, company_id: int | None
) -> dict[str, Any]:
    """The context of a call in a language and a company.

    Raises:
        ValueError: not an installed language, or not a company of the caller.
    """
    # parts of dates and groups by date are of the caller's day, as all that is shown
    context: dict[str, Any] = {"tz": str(zone(env))}
    if lang:
        known = [code for code, _name in env["res.lang"].get_installed()]
        if lang not in known:
            raise ValueError(
                env._("lang: %(lang)s is not installed; there are: %(known)s")
                % {"lang": lang, "known": ", ".join(known)}
            )
        context["lang"] = lang
    if company_id is not None:
        if company_id not in env.companies.ids:
            raise ValueError(
                env._("company_id: %(id)s is not one of yours: %(known)s")
                % {
                    "id": company_id,
                    "known": ", ".join(f"{c.id} {c.name}" for c in env.companies),
                }
            )
        context["allowed_company_ids"] = [company_id]
    return context
