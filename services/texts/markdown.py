"""Markdown, as people and models write it, to HTML, as Odoo's fields hold it, and back.

This needs libraries (``requirements-optional.txt``). Without them texts are plain: they
lose their form but no words, and ``note`` says what to install.
"""

from __future__ import annotations

from markupsafe import Markup

from odoo import api
from odoo.tools import html2plaintext, html_sanitize, plaintext2html

from .. import libraries
from . import html_tree

LIBRARIES = {
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "markdownify": "markdownify",
}
# what the field's own sanitising keeps anyway; Odoo's editor needs the classes
TABLE = "table table-bordered o_table"
# of what is read in a fraction of a second; of a mail that people write there are fewer
MOST_TAGS = 4000
SANITIZED = {"sanitize_attributes": True, "strip_classes": False}


def missing() -> list[str]:
    """The packages that are not installed."""
    return libraries.missing(LIBRARIES)


def note(env: api.Environment) -> str | None:
    """Says what to install where texts are plain."""
    if not (packages := missing()):
        return None
    return env._("Texts are plain here: install %s for Markdown.") % " ".join(packages)


def to_html(text: str, *, lines: bool = False) -> Markup:
    """HTML of a Markdown text, without scripts and event handlers.

    Args:
        lines: lines stay lines, and only what was meant as such is code or a heading.
    """
    if missing():
        return plaintext2html(text)
    return Markup(html_sanitize(_as_edited(_rendered(text, lines)), **SANITIZED))


def to_markdown(html: str) -> str:
    """Markdown of HTML as Odoo keeps it; empty for none."""
    if missing():
        return html2plaintext(html or "", include_references=False).strip()
    from .markdown_converter import Converter

    return Converter().convert(html or "").strip("\n").rstrip()


def readable(html: str) -> str:
    """The same of what anybody may have sent, within a time: much of it is plain text."""
    if (html or "").count("<") <= MOST_TAGS:
        return to_markdown(html)
    return html2plaintext(html, include_references=False).strip()


def _rendered(text: str, lines: bool) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.tasklists import tasklists_plugin

    # raw HTML stays text
    options = {"html": False, "linkify": False, "breaks": lines}
    parser = MarkdownIt("commonmark", options)
    parser.enable(["table", "strikethrough"]).use(tasklists_plugin)
    if lines:
        parser.disable(["code", "lheading", "entity"])
    return parser.render(text)


def _as_edited(html: str) -> str:
    """Task lists and tables as Odoo's editor writes them."""
    tree = html_tree.parsed(html)
    for box in tree.xpath("//li//input[@type='checkbox']"):
        item = next(box.iterancestors("li"))
        item.attrib.pop("class", None)
        if "checked" in box.attrib:
            item.set("class", "o_checked")
        item.getparent().set("class", "o_checklist")
        box.drop_tag()
    for table in tree.iter("table"):
        table.set("class", TABLE)
    return html_tree.inner(tree)
