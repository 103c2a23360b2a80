"""A message as models write it: plain text, or Markdown where it is clearly that.

Plain text stays as it is, line by line. In Markdown too, what people mean literally
stays: file names (``__init__.py``), formulas (``2*3*4``), a greeting below a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from odoo.tools import plaintext2html

from . import markdown

BOLD = r"(?<![\w*\\])\*\*(?=[^\s*])(?:[^*\n]|\*(?!\*))+?(?<=[^\s*])\*\*(?![\w*])"
CODE = r"```.*?```|`[^`\n]+`"
LINK = r"\[[^\[\]\n]{1,500}\]\((?:https?://|mailto:)[^\s)]{1,2000}\)"
ADDRESS = r"<https?://[^\s<>]{1,2000}>"
ITEM = r"[ ]{0,9}(?:[-*+]|\d{1,3}[.)])[ ]+\S"
# any of these, and a text is no longer plain
SIGNS = re.compile(
    rf"{BOLD}|```|`[^`\n]+`|{LINK}"
    r"|^#{1,6} +\S"
    rf"|^{ITEM}.*\n{ITEM}"
    r"|^\|?[ ]*:?-{3,}:?[ ]*\|[-:| ]+$",
    re.MULTILINE,
)
# what keeps its meaning; asterisks and underscores beside it are text
KEPT = re.compile(rf"({CODE}|{LINK}|{ADDRESS}|^[ ]*\*(?=[ ]))", re.S | re.M)
STARS = re.compile(rf"{BOLD}|[*_]")
BLOCK = re.compile(rf"{ITEM}|>|\s")
LISTED = re.compile(rf"{ITEM}|>")


def to_html(text: str) -> Markup:
    """HTML of ``text``, without scripts; HTML in it stays text."""
    if markdown.missing() or not SIGNS.search(text):
        return plaintext2html(text)
    return markdown.to_html(_literal("\n".join(_apart(text.splitlines()))), lines=True)


def _apart(lines: Iterable[str]) -> Iterator[str]:
    """A line below a list or a quotation begins a paragraph, not one more of its."""
    listed = fenced = False
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
        if listed and line.strip() and not fenced and not BLOCK.match(line):
            yield ""
        yield line
        listed = bool(LISTED.match(line)) or (listed and line[:1] == " ")


def _literal(text: str) -> str:
    """Asterisks and underscores that are no formatting escaped."""
    parts = KEPT.split(text)
    # every second one is kept
    parts[::2] = [STARS.sub(_escaped, part) for part in parts[::2]]
    return "".join(parts)


def _escaped(found: re.Match[str]) -> str:
    stars = found[0]
    if len(stars) == 1:
        return f"\\{stars}"
    return f"**{re.sub('[*_]', _escaped, stars[2:-2])}**"
