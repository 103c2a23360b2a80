"""Pictures: as attachments in Odoo, never inside the Markdown.

A picture that a text holds itself (``data:``) is read as ``inline-image:<mark>``; the
mark stands for the same picture when the text is written again. A picture that Markdown
brings along as ``data:`` becomes an attachment of the article.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from odoo import api, models

from ..errors import ToolError
from ..file_links import uploads
from ..texts import html_tree

MARK = "inline-image:"
DATA = re.compile(r"data:image/([a-z]+);base64,(.*)", re.DOTALL)


def marked(html: str) -> str:
    """``html`` with marks in the place of pictures that it holds itself."""
    return _each(html, lambda src: _mark(src) if src.startswith("data:") else src)


def restored(env: api.Environment, html: str, old: str) -> str:
    """``html`` with the pictures of ``old`` in the place of their marks.

    Raises:
        ToolError: a mark that no picture has.
    """
    known = {_mark(src): src for src in _sources(old) if src.startswith("data:")}

    def picture(src: str) -> str:
        if src.startswith(MARK) and src not in known:
            raise ToolError(env._("There is no picture %s in this article.") % src)
        return known.get(src, src)

    return _each(html, picture) if MARK in html else html


def attached(env: api.Environment, html: str) -> tuple[str, models.BaseModel]:
    """``html`` with new attachments for the pictures that it brings along."""
    made = env["ir.attachment"]

    def stored(src: str) -> str:
        nonlocal made
        if not (found := DATA.fullmatch(src)):
            return src
        attachment = _attachment(env, *found.groups())
        made |= attachment
        return f"/web/image/{attachment.id}"

    return (_each(html, stored) if "data:image/" in html else html), made


def _attachment(env: api.Environment, kind: str, data: str) -> models.BaseModel:
    content = uploads.decoded(env, data)
    name = f"{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
    upload = uploads.checked(env, name, content)
    if not upload.mimetype.startswith("image/"):
        raise ToolError(env._("A picture of the text is no picture."))
    return env["ir.attachment"].create(
        {"name": name, "raw": content, "mimetype": upload.mimetype}
    )


def _mark(src: str) -> str:
    return MARK + hashlib.sha256(src.encode()).hexdigest()[:12]


def _sources(html: str) -> Iterator[str]:
    for image in html_tree.parsed(html).iter("img"):
        yield image.get("src") or ""


def _each(html: str, picture: Callable[[str], str]) -> str:
    tree = html_tree.parsed(html)
    for image in tree.iter("img"):
        if src := image.get("src"):
            image.set("src", picture(src))
    return html_tree.inner(tree)
