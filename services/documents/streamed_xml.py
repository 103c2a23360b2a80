"""XML read as it is unpacked: only what is kept of a part takes memory.

A file may be made to harm: millions of elements in a few kilobytes, names that stand for
more and more text. So no tree is built, what declares anything of its own is refused, and
whoever reads looks at the clock after each piece.

walk(source, reader)    feeds a part to a reader, piece by piece
Reader                  what is done with its elements; Lines gives lines
Letters                 a text that is put together
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pyexpat import ParserCreate
from typing import IO, Any

PIECE = 64 * 1024
# far more than any program writes; each of these would cost memory
MOST_DEPTH, MOST_NAMES, MOST_KEPT = 500, 5_000, 100_000
LONGEST_TAG = 1024 * 1024
# characters of a paragraph or a row, and of the lines of a piece
LONGEST_LINE, MOST_WAITING = 1024 * 1024, 4 * 1024 * 1024
MARK = b"\xef\xbb\xbf"
PLAIN = ("utf-8", "us-ascii", "ascii")
# of transitional and of strict files
OFFICE = tuple(
    f"http://{base}/{part}"
    for part in ("wordprocessingml", "spreadsheetml")
    for base in ("schemas.openxmlformats.org", "purl.oclc.org/ooxml")
)


class Declares(Exception):
    """It declares entities, or may hide that it does."""


class Unsound(Exception):
    """No program writes such XML."""


class Enough(Exception):
    """There is more than is read."""


class Reader:
    """What is done with the elements of a part.

    Their names come without the namespaces of Word and Excel, others as expat has them.
    """

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...

    def kept(self) -> int:
        """How many things it holds."""
        return 0


class Lines(Reader):
    """A reader that finds lines."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._room = MOST_WAITING

    def emit(self, line: str) -> None:
        self._room -= len(line) + 1
        if self._room < 0:
            raise Enough
        self._waiting.append(line)

    def lines(self, source: IO[bytes]) -> Iterator[str | None]:
        """The lines of a part; None after each piece of it.

        Raises:
            Enough: one is too long.
        """
        try:
            for _piece in walk(source, self):
                yield from self._taken()
                yield None
        except Enough:
            yield from self._taken()
            raise

    def _taken(self) -> list[str]:
        taken, self._waiting, self._room = self._waiting, [], MOST_WAITING
        return taken


class Letters:
    """A text that is put together; too long a one is refused."""

    def __init__(self) -> None:
        self._held, self._left = io.StringIO(), LONGEST_LINE

    def add(self, text: str) -> None:
        self._left -= len(text)
        if self._left < 0:
            raise Enough
        self._held.write(text)

    def __str__(self) -> str:
        return self._held.getvalue()


def walk(source: IO[bytes], reader: Reader) -> Iterator[None]:
    """Feed ``source`` to ``reader``; yields after each piece.

    Raises:
        Declares, Unsound, ExpatError: it is not read further.
        Enough: as the reader does.
    """
    walker, fed = _Walker(reader), 0
    for piece in iter(lambda: source.read(PIECE), b""):
        if not fed and not piece.removeprefix(MARK).lstrip().startswith(b"<"):
            raise Declares
        fed += len(piece)
        walker.feed(piece, fed)
        yield
    walker.end()
    yield


def whole(source: IO[bytes], reader: Any) -> Iterator[None]:
    """``walk`` for a reader that keeps what it finds.

    Raises:
        Unsound: there is more to keep than any file holds.
    """
    for _piece in walk(source, reader):
        if reader.kept() > MOST_KEPT:
            raise Unsound
        yield


def attribute(attributes: dict[str, str], name: str) -> str:
    """The one called ``name``, in whichever namespace; empty where there is none."""
    found = (v for k, v in attributes.items() if k.rpartition(" ")[2] == name)
    return next(found, "")


class _Walker:
    """A parser and its bounds."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._depth = reader, 0
        self._names: dict[str, str] = {}
        self._interned: dict[str, str] = {}
        self._prefixes: set[str | None] = set()
        # whatever the part says of its encoding: one parser could be told another
        self._parser = ParserCreate("utf-8", " ", self._interned)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = reader.text
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.XmlDeclHandler = self._said
        self._parser.StartNamespaceDeclHandler = self._prefixed

    def feed(self, piece: bytes, fed: int) -> None:
        self._parser.Parse(piece, False)
        names = len(self._interned) + len(self._prefixes)
        # a tag that does not end is held, and looked at again with each piece
        pending = fed - self._parser.CurrentByteIndex
        if names > MOST_NAMES or pending > LONGEST_TAG:
            raise Unsound

    def end(self) -> None:
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unsound
        self._reader.start(self._names.get(name) or self._named(name), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._reader.end(self._names[name])

    def _named(self, name: str) -> str:
        space, _space, local = name.rpartition(" ")
        self._names[name] = local if space.startswith(OFFICE) else name
        return self._names[name]

    def _declared(self, *_said: Any) -> None:
        raise Declares

    def _said(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.lower() not in PLAIN:
            raise Declares

    def _prefixed(self, prefix: str | None, _uri: str) -> None:
        self._prefixes.add(prefix)
