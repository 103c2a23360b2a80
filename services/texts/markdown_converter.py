"""Converts HTML of Odoo's editor to Markdown that gives the same HTML back.

It extends markdownify, which escapes too much for people (every underscore) and too
little for a round trip (lines that begin like a list, pipes in tables, fences in code).
"""

from __future__ import annotations

import re
from typing import Any

from markdownify import ATX, MarkdownConverter

# characters that would be formatting anywhere in a text
SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"
    r"|(?<!\s)\*|\*(?!\s|$)"
    r"|(?<!\w)_|_(?!\w)"
    r"|`|~(?=~)"
    r"|\[(?=[^\[\]]*\][(\[])"
    r"|<(?=[A-Za-z][A-Za-z0-9+.-]*:|[^\s<>]+@)"
    r"|&(?=#?\w+;)"
)
# beginnings of a line that would make a block of it
BLOCK = re.compile(
    r"^(\s*)(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|=+\s*$|-{2,}\s*$|>|~~~)", re.MULTILINE
)
NUMBER = re.compile(r"^(\s*\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
BLANKS = re.compile(r"[ \t\r\n]{40,}")
PIPE = re.compile(r"(?<!\\)\|")
ALIGN = re.compile(r"text-align:\s*(left|right|center)")
RULERS = {"left": ":---", "right": "---:", "center": ":---:"}
INLINE = {"a", "b", "code", "del", "em", "font", "i", "img", "s", "span", "strong", "u"}


class Converter(MarkdownConverter):
    """Use ``convert``."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-", table_infer_header=True)

    def convert_soup(self, soup: Any) -> str:
        _join_nested_lists(soup)
        _shorten_blanks(soup)
        for tag, name in (("a", "href"), ("img", "src")):
            for element in soup.find_all(tag):
                if address := element.get(name):
                    element[name] = address.strip().replace(" ", "%20")
        return super().convert_soup(soup)

    def escape(self, text: str, parent_tags: Any) -> str:
        return SPECIAL.sub(lambda found: "\\" + found[0], text)

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        text = super().process_text(el, parent_tags)
        if parent_tags and "_noformat" in parent_tags:
            return text
        begins = getattr(el.previous_sibling, "name", None) not in INLINE
        first, *rest = text.split("\n")
        lines = [_as_text(first) if begins else first, *map(_as_text, rest)]
        return "\n".join(lines)

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        if "o_checklist" in (el.parent.get("class") or ()):
            done = "x" if "o_checked" in (el.get("class") or ()) else " "
            text = f"[{done}] {text.strip()}\n"
        return super().convert_li(el, text, parent_tags)

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        for line_break in el.find_all("br"):
            line_break.replace_with("\n")
        code = el.get_text().removesuffix("\n")
        longest = max(map(len, re.findall("`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        return super().convert_td(el, PIPE.sub(r"\\|", text), parent_tags)

    def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
        return super().convert_th(el, PIPE.sub(r"\\|", text), parent_tags)

    def convert_table(self, el: Any, text: str, parent_tags: Any) -> str:
        ruled = re.sub(
            r"^\| ---(?: \| ---)* \|$",
            lambda found: _ruler(el, found[0]),
            text,
            count=1,
            flags=re.MULTILINE,
        )
        return super().convert_table(el, ruled, parent_tags)


def _as_text(line: str) -> str:
    return NUMBER.sub(r"\1\\", BLOCK.sub(r"\1\\", line))


def _ruler(table: Any, plain: str) -> str:
    """The line below the head of a table, with the alignment of its columns."""
    cells = table.find("tr").find_all(["td", "th"])
    if len(cells) != plain.count("---"):
        return plain
    aligned = [ALIGN.search(cell.get("style") or "") for cell in cells]
    return f"| {' | '.join(RULERS[a[1]] if a else '---' for a in aligned)} |"


def _join_nested_lists(soup: Any) -> None:
    """Odoo's editor puts a list below an item into an item of its own."""
    for item in soup.find_all("li", class_="oe-nested"):
        before = item.find_previous_sibling("li")
        if before is not None:
            before.extend(list(item.contents))
            item.decompose()


def _shorten_blanks(soup: Any) -> None:
    """What a page shows as one blank; each would be compared with all that follow it."""
    for text in soup.find_all(string=BLANKS):
        if text.find_parent("pre") is None:
            text.replace_with(BLANKS.sub(_blank, text))


def _blank(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] or "\r" in found[0] else " "


def _language(pre: Any) -> str:
    """``python`` of ``<pre><code class="language-python">``."""
    code = pre.find("code")
    classes = (code.get("class") or []) if code else []
    return next((c[9:] for c in classes if c.startswith("language-")), "")
