"""The text of an Excel file: sheet by sheet, the rows that hold something."""

from __future__ import annotations

import posixpath
import zipfile
from array import array
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from ..answers.render import compact
from .streamed_xml import (
    LONGEST_LINE,
    Enough,
    Letters,
    Lines,
    Reader,
    attribute,
    whole,
)

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
# of a sheet, of a name or format, of a number
MOST_COLUMNS, LONGEST_NAME, LONGEST_NUMBER = 16_384, 255, 30


def lines(packed: zipfile.ZipFile) -> Iterator[str | None]:
    """Sheet by sheet, its rows with bars between their cells; None takes time.

    Raises:
        Enough: a row is too long.
    """
    book, related, styles, strings = _Book(), _Relations(), _Styles(), _Strings()
    yield from _read(packed, BOOK, book)
    yield from _read(packed, RELATIONS, related)
    yield from _read(packed, related.of_kind("styles"), styles)
    yield from _read(packed, related.of_kind("sharedStrings"), strings)
    cells = _Cells(strings, styles.formats(), book.epoch)
    for title, relation in book.sheets:
        kind, part = related.found[relation]
        if kind == "worksheet":
            yield f"# {title}"
            with packed.open(part) as source:
                yield from _Sheet(cells).lines(source)
            yield ""


def _read(packed: zipfile.ZipFile, part: str, reader: Reader) -> Iterator[None]:
    """Fill ``reader`` from a part, if there is one."""
    if part:
        with packed.open(part) as source:
            yield from whole(source, reader)


class _Book(Reader):
    """Titles of sheets with the names of their relations, and the first day."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.epoch = WINDOWS_EPOCH

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            title = attributes.get("name", "")[:LONGEST_NAME]
            self.sheets.append((title, attribute(attributes, "id")[:LONGEST_NAME]))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH

    def kept(self) -> int:
        return len(self.sheets)


class _Relations(Reader):
    """Kind and part, by the name of the relation."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == RELATION:
            kind = attributes.get("Type", "").rpartition("/")[2][:LONGEST_NAME]
            target = attributes.get("Target", "")[:LONGEST_NAME]
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            self.found[attributes.get("Id", "")[:LONGEST_NAME]] = kind, part

    def of_kind(self, kind: str) -> str:
        """The part of that kind; empty where there is none."""
        return next((part for known, part in self.found.values() if known == kind), "")

    def kept(self) -> int:
        return len(self.found)


class _Styles(Reader):
    """How cells are formatted, by the number of their style."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._numbers: list[int] = []
        self._is_of_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            self._numbers.append(int(attributes.get("numFmtId", 0)))
        elif name == "numFmt":
            code = attributes.get("formatCode", "")[:LONGEST_NAME]
            self._codes[int(attributes.get("numFmtId", 0))] = code

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_of_cells = False

    def formats(self) -> list[str]:
        codes = {**BUILTIN_FORMATS, **self._codes}
        return [codes.get(number, "") for number in self._numbers]

    def kept(self) -> int:
        return len(self._codes) + len(self._numbers)


class _Text(Reader):
    """Collects the text of ``t``; readings of Asian letters stand aside."""

    def __init__(self) -> None:
        self._is_aside = self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._is_aside = True
        self._is_text = name == "t" and not self._is_aside

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_aside = False


class _Strings(_Text):
    """Texts that cells name by number: as many as there may be, so packed tightly."""

    def __init__(self) -> None:
        super().__init__()
        self._held, self._ends = bytearray(), array("I")

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            self._ends.append(len(self._held))

    def text(self, text: str) -> None:
        if self._is_text:
            self._held += text.encode()

    def get(self, number: int) -> str:
        """Text ``number``.

        Raises:
            IndexError: there is none.
            Enough: it is too long.
        """
        start = self._ends[number - 1] if number else 0
        end = self._ends[number]
        if end - start > LONGEST_LINE:
            raise Enough
        return self._held[start:end].decode().replace("x005F_", "")


class _Cells:
    """What a cell says, as a person sees it."""

    def __init__(self, strings: _Strings, formats: list[str], epoch: datetime) -> None:
        self._strings, self._epoch = strings, epoch
        dates = [is_date_format(code) for code in formats]
        self._dates = {n for n, is_date in enumerate(dates) if is_date}
        spans = [is_timedelta_format(code) for code in formats]
        self._spans = {n for n, is_span in enumerate(spans) if is_span}

    def shown(self, attributes: dict[str, str], text: str) -> str:
        kind = attributes.get("t", "n")
        if kind == "s":
            return _shown(self._strings.get(int(text)))
        try:
            return _shown(self._value(kind, int(attributes.get("s", 0)), text))
        except (ValueError, OverflowError):
            # no number, no day: as it stands there
            return _shown(text)

    def _value(self, kind: str, style: int, text: str) -> Any:
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            return from_ISO8601(text)
        if kind != "n" or len(text) > LONGEST_NUMBER:
            return text
        number = int(text) if text.removeprefix("-").isdecimal() else float(text)
        if style not in self._dates:
            return number
        return from_excel(number, self._epoch, timedelta=style in self._spans)


class _Sheet(_Text, Lines):
    """Rows of cells; what stands where nothing may stand is left out."""

    def __init__(self, cells: _Cells) -> None:
        _Text.__init__(self)
        Lines.__init__(self)
        self._cells = cells
        self._row: dict[int, str] = {}
        self._left, self._column = LONGEST_LINE, 0
        self._cell: dict[str, str] = {}
        self._letters = Letters()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "row":
            self._row, self._left, self._column = {}, LONGEST_LINE, 0
        elif name == "c":
            self._cell, self._letters = attributes, Letters()
            self._column = _column(attributes.get("r", "")) or self._column + 1
        elif name == "v":
            self._is_text = True

    def end(self, name: str) -> None:
        super().end(name)
        if name == "c":
            self._ended(str(self._letters))
        elif name == "row" and self._row:
            last = max(self._row) + 1
            self.emit("|".join(self._row.get(n, "") for n in range(1, last)))

    def text(self, text: str) -> None:
        if self._is_text:
            self._letters.add(text)

    def _ended(self, text: str) -> None:
        if text and self._column <= MOST_COLUMNS:
            shown = self._cells.shown(self._cell, text)
            self._left -= len(shown)
            if self._left < 0:
                raise Enough
            self._row[self._column] = shown


def _column(reference: str) -> int:
    """1 of ``A7``; 0 of what names none."""
    number = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _shown(value: Any) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat().replace("T", " ")
    if isinstance(value, bool | int | float):
        return compact(value)
    return str(value).replace("\n", " ").replace("|", "\\|")
