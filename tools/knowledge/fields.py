"""Arguments that several tools of articles take."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ValidationInfo

from odoo import api, models

from ...services.articles import MODELS, Access, source_of
from ...services.articles.source import Stored
from ...services.declarations import Field
from ...services.orm.context_params import ContextParams
from ...services.orm.relations import Lookups

# any of the places where articles may be
REQUIRED = (tuple(reversed(MODELS)),)
LONGEST = 1_000_000
Kind = Literal["private", "shared", "workspace_read", "workspace_write"]


def _article(value: int | str, info: ValidationInfo) -> int:
    env = info.context["env"]
    return Lookups(env).one(source_of(env).model, value)


def _person(value: int | str, info: ValidationInfo) -> models.BaseModel:
    """A user by id, login or name, or a group by external id or name."""
    env = info.context["env"]
    users = env["res.users"]
    if isinstance(value, str):
        named = users.search([("login", "=", value.strip())])
        if named:
            return named
    try:
        return users.browse(Lookups(env).one("res.users", value))
    except ValueError as nobody:
        if isinstance(value, int):
            raise
        try:
            return env["res.groups"].browse(Lookups(env).one("res.groups", value))
        except ValueError:
            raise nobody from None


ArticleId = Annotated[int | str, AfterValidator(_article)]
Person = Annotated[int | str, AfterValidator(_person)]


class ArticleFields(ContextParams):
    """What an article has besides its text."""

    icon: str | None = Field(None, max_length=10, description="An emoji.")
    access: Kind | None = Field(
        None,
        description="private: the owner; shared: readers and writers; workspace_read, "
        "workspace_write: everybody in the company. Of the article at the top of a tree.",
    )
    readers: list[Person] | None = Field(
        None,
        max_length=100,
        description="Who reads it: users (id, login, name) or groups. Replaces.",
    )
    writers: list[Person] | None = Field(
        None, max_length=100, description="Who may change it, too. Replaces."
    )

    def sharing(self) -> Access:
        """Who is to see the article; to name somebody is to share it."""
        kind = self.access
        if kind is None and (self.readers or self.writers):
            kind = "shared"
        return Access(kind, self.readers, self.writers)

    def stored(self, env: api.Environment, **fields: Any) -> Stored:
        """The values of the arguments that were given.

        Args:
            fields: more of them, by the argument: its field.
        """
        source, values = source_of(env), {}
        for argument, field in {"icon": "icon", **fields}.items():
            if argument in self.model_fields_set and source.field_of(field):
                values[field] = getattr(self, argument) or False
        return Stored(values)
