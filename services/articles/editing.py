"""Makes the new body of an article from Markdown."""

from __future__ import annotations

from functools import lru_cache

from odoo import models
from odoo.tools import html_sanitize

from ..errors import ToolError
from ..texts import markdown
from . import images, sections
from .source import Source


def new_body(source: Source, text: str) -> tuple[str, models.BaseModel]:
    """HTML of a new article, and the attachments that belong to it."""
    return images.attached(source.env, str(markdown.to_html(text)))


def edited(
    source: Source, article: models.BaseModel, text: str, mode: str, section: str | None
) -> tuple[str, models.BaseModel]:
    """The body with ``text`` in it, and the attachments that are new.

    Args:
        mode: ``replace``, ``append``, or ``section`` with its heading.

    Raises:
        ToolError: no such section; a picture that is not in the article.
    """
    old = source.html(article)
    new, made = new_body(source, text)
    new = images.restored(source.env, new, old)
    if mode == "append":
        new = f"{old}\n{new}" if old else new
    elif mode == "section":
        new = sections.replaced(source.env, old, section or "", new)
    return new, made


def belong(attachments: models.BaseModel, article: models.BaseModel) -> None:
    """Attach the pictures to the article, so that its readers see them."""
    if attachments:
        attachments.write({"res_model": article._name, "res_id": article.id})


# a long text is asked for page by page
@lru_cache(maxsize=8)
def as_markdown(html: str) -> str:
    """The text as the tools show it; what is stored unsanitised is cleaned first."""
    return markdown.to_markdown(html_sanitize(images.marked(html)))


def refuse_stale(
    source: Source, article: models.BaseModel, expected: str | None
) -> None:
    """Refuse to write an article that has changed since the caller read it.

    Raises:
        ToolError: with the version that it is now.
    """
    found = source.version(article)
    if expected and expected != found:
        raise ToolError(
            source.env._(
                "%(name)s changed since you read it: it is version %(found)s now, not "
                "%(expected)s. Read it again."
            )
            % {"name": article.name, "found": found, "expected": expected},
            version=found,
        )
