"""Where the links of an HTML text lead, beside the words that a person reads.

A link may say one address and lead to another, and an image is fetched by whoever reads.

addresses(env, html, words)
  ├─ addressing.addresses   what each element names, in whatever attribute
  ├─ _Place                 one of them: its server, and how it is shown
  └─ _told                  those that stand in the words anyway
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from odoo import api

from ..texts import addressing, html_tree

# of no server: what stands in the text itself, and the files of its mail
HARMLESS = ("data", "cid", "about", "")
MOST, MOST_HOSTS, LONGEST = 5, 40, 80
# as browsers read them: without these, and with any number of slashes as two
DROPPED = re.compile(r"[\0-\x20]")
SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?/{2,}")
AROUND = ".,;:!?()[]<>{}\"'*_"


class _Place(NamedTuple):
    """Where a link leads: ``host``, or the whole where there is none; ``text``."""

    host: str
    text: str


def addresses(env: api.Environment, html: str, words: str) -> list[str]:
    """The addresses of other servers that ``words`` do not name.

    Without what follows a question mark, which may be somebody's token. Of many their
    servers, so that none is hidden behind others.

    Args:
        words: what a person is shown of the text.
    """
    own = urlsplit(env["ir.config_parameter"].get_base_url()).netloc
    told = {place.text.rstrip("/") for place in _told(words)}
    found = [
        place
        for place in dict.fromkeys(_led_to(html))
        if place.host not in ("", own) and place.text.rstrip("/") not in told
    ]
    if len(found) <= MOST:
        return [place.text for place in found]
    return _summed(env, list(dict.fromkeys(place.host for place in found)), len(found))


def _summed(env: api.Environment, hosts: list[str], count: int) -> list[str]:
    text = env._("%(count)s links to %(hosts)s servers")
    summed = text % {"count": count, "hosts": len(hosts)}
    names = hosts[:MOST_HOSTS] + ["…"] * (len(hosts) > MOST_HOSTS)
    return [f"{summed}: {names[0]}", *names[1:]]


def _led_to(html: str) -> Iterator[_Place]:
    for element in html_tree.parsed(html).iter():
        for address in addressing.addresses(element):
            yield _place(address)


def _told(words: str) -> Iterator[_Place]:
    for word in words.split():
        yield _place(word.strip(AROUND))


def _place(address: str) -> _Place:
    text = DROPPED.sub("", address).replace("\\", "/")
    text = SLASHES.sub(lambda found: f"{found[1] or ''}//", text)
    try:
        parts = urlsplit(text)
    except ValueError:
        return _Place(_ending(text), _ending(text))
    scheme = f"{parts.scheme}:" if parts.scheme else ""
    if not parts.netloc:
        # nothing but a path of our own, or the text itself
        whole = "" if parts.scheme in HARMLESS else f"{scheme}{parts.path}"
        return _Place(whole[:LONGEST], whole[:LONGEST])
    start = f"{scheme}//{_ending(parts.netloc)}"
    path = parts.path[: max(0, LONGEST - len(start))]
    return _Place(_ending(parts.netloc), f"{start}{path}")


def _ending(host: str) -> str:
    """Of a long name its end, which says whose it is."""
    return host if len(host) <= LONGEST else f"…{host[-LONGEST:]}"
