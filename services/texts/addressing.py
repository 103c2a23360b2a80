"""The addresses that an HTML element names: links, and what a reader's browser fetches.

addresses(element)          in whatever attribute, in styles, in a reload of the page
is_script(address)          whether a browser runs it instead of going there
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NAMES = frozenset(
    "href xlink:href src action formaction background data poster cite longdesc ping "
    "manifest usemap lowsrc dynsrc codebase classid profile".split()
)
SETS = ("srcset", "imagesrcset")
IN_STYLES = re.compile(
    r"""(?:url\(|@import\s)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'()]+))""", re.I
)
# of styles: \68 is an h, and what stands in comments is not there
ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
RELOAD = re.compile(r"""[;,\s]\s*(?:url\s*=\s*)?["']?\s*([^"'\s].*?)["']?\s*$""", re.I)
# of a set of pictures: for which screens one is, with a comma before the next
DENSITY = re.compile(r"^[\d.e+-]+[wxh](,|$)")
# browsers drop them within a scheme
DROPPED = re.compile(r"[\0-\x20\x7f-\xa0\u200b-\u200f\ufeff]")
SCRIPTS = ("javascript:", "vbscript:", "data:")
PICTURES = "data:image/"


def addresses(element: Any) -> Iterator[str]:
    """Each address that ``element`` names, as it stands there."""
    if not isinstance(element.tag, str):
        return
    for name, value in element.attrib.items():
        yield from _of_attribute(element, name.lower(), value)
    if element.tag == "style":
        yield from _of_style(element.text or "")


def is_script(address: str) -> bool:
    """Whether following ``address`` would run what it says."""
    text = DROPPED.sub("", address).lower()
    return text.startswith(SCRIPTS) and not text.startswith(PICTURES)


def _of_attribute(element: Any, name: str, value: str) -> Iterator[str]:
    if name == "style":
        yield from _of_style(value)
    elif name in SETS:
        yield from _of_set(value)
    elif name == "content" and element.tag == "meta":
        yield from _of_reload(element, value)
    elif name == "ping":
        yield from value.split()
    elif name in NAMES or name.endswith(":href"):
        yield value


def _of_style(style: str) -> Iterator[str]:
    plain = ESCAPED.sub(_unescaped, COMMENT.sub("", style))
    for groups in IN_STYLES.findall(plain):
        yield "".join(groups)


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    number = int(found[1], 16)
    return chr(number) if number <= 0x10FFFF else ""


def _of_set(value: str) -> Iterator[str]:
    """Of ``a.png 1x, b.png 2x`` the addresses, which may hold commas themselves."""
    for part in value.split():
        address = DENSITY.sub("", part).strip(",")
        if address:
            yield address


def _of_reload(element: Any, value: str) -> Iterator[str]:
    if (element.get("http-equiv") or "").strip().lower() != "refresh":
        return
    if found := RELOAD.search(value):
        yield found[1]
