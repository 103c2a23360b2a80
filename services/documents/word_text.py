"""The text of a Word file: paragraphs, and the rows of tables."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from .streamed_xml import Letters, Lines, attribute

DOCUMENT = "word/document.xml"
# the same again, for programs that do not know the first
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
# how a text looks, not what it says: tabs among these are stops
ASIDE = ("pPr", "rPr", FALLBACK)
# what stands for a part of a text
PLACES = {"tab": "\t", "br": "\n", "cr": "\n"}
HEADING = re.compile(r"Heading([1-6])")


def lines(packed: zipfile.ZipFile) -> Iterator[str | None]:
    """Paragraphs, and the rows of tables with bars between their cells; None takes time.

    Raises:
        Enough: a paragraph is too long.
    """
    with packed.open(DOCUMENT) as source:
        yield from _Document().lines(source)


class _Document(Lines):
    """Of tables in tables, and of paragraphs in paragraphs, the outermost count."""

    def __init__(self) -> None:
        super().__init__()
        # how many of an element are open
        self._open = dict.fromkeys(("p", "tr", "tc", "t", "aside"), 0)
        self._style = ""
        self._paragraph, self._row = Letters(), Letters()
        # what stands before the next cell, and before the next paragraph of a cell
        self._bar = self._space = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ASIDE:
            self._open["aside"] += 1
        elif self._open["aside"]:
            if name == "pStyle" and self._open["p"] == self._open["aside"] == 1:
                self._style = attribute(attributes, "val").replace(" ", "")
        elif name in self._open:
            self._begun(name)
        elif name in PLACES and self._open["p"]:
            self._paragraph.add(PLACES[name])

    def end(self, name: str) -> None:
        if name in ASIDE:
            self._open["aside"] -= 1
        elif name in self._open and not self._open["aside"]:
            self._ended(name)

    def text(self, text: str) -> None:
        if self._open["t"] and self._open["p"] and not self._open["aside"]:
            self._paragraph.add(text)

    def _begun(self, name: str) -> None:
        if self._is_within(name):
            return
        self._open[name] += 1
        if self._open[name] > 1:
            return
        if name == "p":
            self._paragraph, self._style = Letters(), ""
        elif name == "tr":
            self._row, self._bar = Letters(), ""
        elif name == "tc":
            self._row.add(self._bar)
            self._bar, self._space = "|", ""

    def _ended(self, name: str) -> None:
        if self._is_within(name):
            return
        self._open[name] -= 1
        if self._open[name]:
            return
        if name == "p":
            self._told(self._headed(str(self._paragraph)))
        elif name == "tr":
            self.emit(str(self._row))

    def _is_within(self, name: str) -> bool:
        """Whether it is of a table in a paragraph, which is a part of its text."""
        return bool(self._open["p"] and name in ("tr", "tc"))

    def _told(self, text: str) -> None:
        """A line, or a part of a cell."""
        if self._open["tr"]:
            self._row.add(self._space + text.replace("\n", " "))
            self._space = " "
        else:
            self.emit(text)

    def _headed(self, text: str) -> str:
        level = HEADING.fullmatch(self._style)
        return f"{'#' * int(level[1])} {text}" if level and text else text
