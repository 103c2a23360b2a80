"""Parts of an HTML text by their headings: what is not changed stays byte for byte.

A section goes from its heading to the next one that is as high or higher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odoo import api

from ..errors import ToolError
from ..orm.nearest import nearest
from ..texts.html_tree import inner, outer, parsed

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DEEPER = ">"
MOST_TOLD = 30


@dataclass
class Heading:
    """A heading of a text; ``path`` are the titles above it and its own."""

    element: Any
    level: int
    title: str
    path: tuple[str, ...]


def titles(html: str) -> list[str]:
    """The headings as Markdown writes them: ``## Title``."""
    return [f"{'#' * h.level} {h.title}" for h in _headings(parsed(html))]


def section(env: api.Environment, html: str, wanted: str) -> str:
    """The HTML of one section, heading included."""
    tree = parsed(html)
    return "".join(map(outer, _elements(_the(env, tree, wanted))))


def replaced(env: api.Environment, html: str, wanted: str, new: str) -> str:
    """``html`` with the section replaced; its heading stays unless ``new`` has one."""
    tree = parsed(html)
    heading = _the(env, tree, wanted)
    elements = list(_elements(heading))
    fresh = list(parsed(new))
    if not (fresh and fresh[0].tag in HEADINGS):
        elements[0].tail = "\n"
        fresh.insert(0, elements[0])
    parent = heading.element.getparent()
    place = parent.index(heading.element)
    for element in elements:
        parent.remove(element)
    for number, element in enumerate(fresh):
        parent.insert(place + number, element)
    return inner(tree)


def _the(env: api.Environment, tree: Any, wanted: str) -> Heading:
    """The heading called ``wanted``, or ``Above > wanted``.

    Raises:
        ToolError: none, or several.
    """
    known = list(_headings(tree))
    path = [_plain(part) for part in wanted.split(DEEPER)]
    exact = [_plain(h.title) for h in known]
    if _plain(wanted) in exact:
        path = [_plain(wanted)]
    found = [h for h in known if _ends(h.path, path)]
    if len(found) == 1:
        return found[0]
    if numbered := _numbered(known, wanted):
        return numbered
    listed = "; ".join(_listed(known)[:MOST_TOLD])
    if found:
        text = env._("Several headings are called %(name)s. Say which: %(all)s.")
    else:
        text = env._("No heading is called %(name)s. There are: %(all)s.")
        listed = listed or nearest(wanted, exact) or env._("none")
    raise ToolError(text % {"name": wanted, "all": listed})


def _listed(known: list[Heading]) -> list[str]:
    """Each heading as it may be asked for; of one path the second is ``Title (2)``."""
    seen: Counter[tuple[str, ...]] = Counter()
    listed = []
    for heading in known:
        seen[heading.path] += 1
        path = list(map(_plain, heading.path))
        meant = sum(_ends(other.path, path) for other in known)
        number = f" ({seen[heading.path]})" if meant > 1 else ""
        listed.append(f" {DEEPER} ".join(heading.path) + number)
    return listed


def _numbered(known: list[Heading], wanted: str) -> Heading | None:
    """The heading that is listed just so."""
    said = [_plain(text) for text in _listed(known)]
    place = said.index(_plain(wanted)) if said.count(_plain(wanted)) == 1 else -1
    return known[place] if place >= 0 else None


def _ends(path: tuple[str, ...], wanted: list[str]) -> bool:
    """Whether ``wanted`` is the last of ``path``, with those above it in order."""
    titles = [_plain(title) for title in path]
    if titles[-1] != wanted[-1]:
        return False
    above = iter(titles[:-1])
    return all(title in above for title in wanted[:-1])


def _plain(title: str) -> str:
    return " ".join(title.strip().lstrip("#").split()).casefold()


def _headings(tree: Any) -> Iterator[Heading]:
    above: list[tuple[int, str]] = []
    for element in tree.iter(*HEADINGS):
        level, title = int(element.tag[1]), " ".join(element.text_content().split())
        above = [one for one in above if one[0] < level]
        path = (*(name for _level, name in above), title)
        yield Heading(element, level, title, path)
        above.append((level, title))


def _elements(heading: Heading) -> Iterator[Any]:
    yield heading.element
    for element in heading.element.itersiblings():
        if element.tag in HEADINGS and int(element.tag[1]) <= heading.level:
            return
        yield element
