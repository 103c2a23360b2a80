"""Text that a browser would run in the session of whoever looks at it.

Odoo shows addresses as links as they are, and stores some HTML as it is written: the
content of a blog, a menu of a website. Where one looks at it, it acts as him.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from ..texts import addressing, html_tree

ADDRESS = re.compile(
    r"(^|_)(ur[il]s?|links?|href|website|homepage|redirect|videocall|social)(_|$)"
)
TAGS = frozenset("applet base embed frame frameset object script".split())
# of a drawing: what it sets an address to in time
MOVING = ("to", "from", "by", "values")
# where browsers and lxml may find different elements; then words are enough
DISPUTED = re.compile(
    r"<!|<\?|<(noscript|template|title|textarea|xmp|noembed|noframes|plaintext|math|svg"
    r"|style|iframe|select)\b",
    re.I,
)
WORDS = re.compile(r"<\s*script|[\s\"'/]on\w+\s*=|srcdoc\s*=|(java|vb)script\s*:", re.I)


def runs(field: Any, value: Any) -> bool:
    """Whether ``value``, stored in ``field``, is run where people look at it."""
    if not isinstance(value, str) or field is None:
        return False
    if field.type == "char":
        return bool(ADDRESS.search(field.name)) and addressing.is_script(value)
    return field.type == "html" and _is_kept(field) and acts(value)


def acts(html: str) -> bool:
    """Whether ``html`` has a script, in whatever attribute or address."""
    if DISPUTED.search(html) and WORDS.search(html):
        return True
    try:
        return any(_acts(element) for element in html_tree.parsed(html).iter())
    except (etree.ParserError, ValueError):
        return True


def _is_kept(field: Any) -> bool:
    """Whether Odoo may store its HTML as it is, for website designers at least."""
    return not field.sanitize or field.sanitize_overridable


def _acts(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag in TAGS or any(map(_is_handler, element.attrib)):
        return True
    moved = (element.get(name, "") for name in MOVING)
    addresses = (*addressing.addresses(element), *moved)
    return any(map(addressing.is_script, addresses))


def _is_handler(name: str) -> bool:
    return name.lower().startswith("on") or name.lower() == "srcdoc"
