"""What the tools need to know of a place where articles are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from odoo import api, models

from ..errors import ToolError


@dataclass
class Access:
    """Who may see an article, as a call asks for it.

    Attributes:
        kind: ``private``, ``shared``, ``workspace_read`` or ``workspace_write``; None
            leaves it as it is.
        readers, writers: users and groups, each a recordset; None leaves them.
    """

    kind: str | None = None
    readers: list[models.BaseModel] | None = None
    writers: list[models.BaseModel] | None = None

    def is_said(self) -> bool:
        return (self.kind, self.readers, self.writers) != (None, None, None)

    def of(self, names: list[models.BaseModel] | None, model: str) -> list[int] | None:
        """Ids of the records of ``model`` among ``names``."""
        if names is None:
            return None
        return [record.id for record in names if record._name == model]


@dataclass
class Version:
    """What an article said before; ``id`` is what the source calls it."""

    id: int
    at: Any
    by: str


@dataclass
class Stored:
    """Values for a create or write; ``html`` None leaves the body."""

    values: dict[str, Any] = field(default_factory=dict)
    html: str | None = None


class Source:
    """One place; the subclasses say where it differs.

    Attributes:
        name: what answers call it.
        model: Odoo's model.
        body: the field of the text.
        text: the field in which words are searched.
    """

    name = ""
    model = ""
    body = "body"
    text = "body"

    def __init__(self, env: api.Environment):
        self.env = env

    @property
    def articles(self) -> models.BaseModel:
        return self.env[self.model]

    def domain(self) -> list[Any]:
        """The domain of the model's records that are articles."""
        return []

    def html(self, article: models.BaseModel) -> str:
        return str(article[self.body] or "")

    def version(self, article: models.BaseModel) -> str:
        """A mark that changes with title and text, and with nothing else.

        A client sends it back when it writes, so that it overwrites nobody's change.
        """
        said = f"{article.name}\n{self.html(article)}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def field_of(self, argument: str) -> str | None:
        """The field for ``icon`` and the like; None where there is none."""
        return argument if argument in self.articles._fields else None

    def is_locked(self, article: models.BaseModel) -> bool:
        name = self.field_of("is_locked")
        return bool(name and article[name])

    def access(self, article: models.BaseModel) -> str:
        """Who sees it, in a few words."""
        raise NotImplementedError

    def new(self, stored: Stored, access: Access) -> models.BaseModel:
        values = {**stored.values, self.body: stored.html or False}
        made = self.articles.create(values)
        if access.is_said():
            self.share(made, access)
        return made

    def change(self, article: models.BaseModel, stored: Stored) -> None:
        values = dict(stored.values)
        if stored.html is not None:
            values[self.body] = stored.html
        if values:
            article.write(values)

    def share(self, article: models.BaseModel, access: Access) -> None:
        """Let others see, or edit, the article as ``access`` says.

        Raises:
            ToolError: this place cannot.
        """
        raise NotImplementedError

    def archive(self, article: models.BaseModel) -> None:
        """Archive the article, with all that is below it."""
        self.below(article).action_archive()

    def restore(self, article: models.BaseModel) -> None:
        article.action_unarchive()

    def below(self, article: models.BaseModel) -> models.BaseModel:
        """The article and all that the caller sees below it."""
        return self.articles.search([("id", "child_of", article.ids)]) | article

    def versions(self, article: models.BaseModel) -> list[Version]:
        """Newest first."""
        return []

    def html_of_version(self, article: models.BaseModel, version: int) -> str:
        """What the article said then.

        Raises:
            ToolError: no such version.
        """
        raise self._no_version(version)

    def _no_version(self, version: int) -> ToolError:
        return ToolError(
            self.env._("There is no version %s: read_articles with history lists them.")
            % version
        )
