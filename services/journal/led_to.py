"""Where the links of an HTML text lead, beside the words that a person reads.

A link may say one address and lead to another, and an image is fetched by whoever reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from odoo import api

from ..texts import html_tree

NAMES = ("href", "src", "action", "formaction", "background")
# of no server: what stands in the text itself, and the files of its mail
HARMLESS = ("data", "cid", "about", "")
MOST, LONGEST = 5, 80
# browsers drop them within a scheme
DROPPED = re.compile(r"[\0-\x20]")


def addresses(env: api.Environment, html: str, words: str) -> list[str]:
    """The first addresses of other servers that ``words`` do not name.

    Without what follows a question mark, which may be somebody's token.
    """
    own = urlsplit(env["ir.config_parameter"].get_base_url()).netloc
    found = dict.fromkeys(_led_to(html_tree.parsed(html), own))
    told = [address for address in found if address not in words]
    return told[:MOST] + ["…"] * (len(told) > MOST)


def _led_to(tree: Any, own: str) -> Iterator[str]:
    for element in tree.iter():
        for name in NAMES:
            if address := _address(DROPPED.sub("", element.get(name) or ""), own):
                yield address


def _address(text: str, own: str) -> str:
    try:
        parts = urlsplit(text.replace("\\", "/"))
    except ValueError:
        return text[:LONGEST]
    if parts.netloc == own or (not parts.netloc and parts.scheme in HARMLESS):
        return ""
    scheme = f"{parts.scheme}:" if parts.scheme else ""
    place = f"//{parts.netloc}" if parts.netloc else ""
    return f"{scheme}{place}{parts.path}"[:LONGEST]
