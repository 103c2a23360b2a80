"""Reads lines of a text file without holding a long file in memory."""

from __future__ import annotations

import codecs
import hashlib
import os
import time
from dataclasses import dataclass, field

from odoo import api

from ..answers.fitting import beginning, cost
from ..errors import ToolError
from .reading import CHUNK

LONGEST_SCAN_SECONDS = 30


@dataclass
class Lines:
    """Consecutive lines of a file, as far as they were wanted and fitted.

    Attributes:
        env: for the words of errors.
        first: number of the first wanted line, from 1.
        limit: how many lines are wanted at most; None for all.
        room: what the text may cost, by ``fitting.cost``.
        texts: the lines, with their ends.
        full: a wanted line did not fit.
        cut: it was the first one, so its beginning is given.
        start: bytes of the file before the first wanted line.
        total: lines of the file; None when they were not counted.
        sha256: of the whole file; None when it was not read to its end.
    """

    env: api.Environment = field(repr=False)
    first: int
    limit: int | None
    room: int
    texts: list[str] = field(default_factory=list)
    full: bool = False
    cut: bool = False
    start: int = 0
    total: int | None = None
    sha256: str | None = None
    _line: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def next(self) -> int | None:
        """Number of the line to go on with; None at the end of the file."""
        following = self.first + len(self.texts)
        ended = self.total is not None and following > self.total
        return None if ended else following

    def satisfied(self, number: int) -> bool:
        """Whether the line ``number`` and all after it are not wanted."""
        reached = self.limit is not None and number >= self.first + self.limit
        return reached or self.full

    def take(self, number: int, piece: bytes) -> None:
        """Add a piece of the line ``number``; at the end of a line, close it."""
        if number < self.first:
            self.start += len(piece)
            return
        if self.satisfied(number):
            return
        if len(self._line) <= self.room:
            self._line += piece
        if piece.endswith(b"\n") or len(self._line) > self.room:
            self.close(number)

    def close(self, number: int) -> None:
        """The line ``number`` is complete, or longer than there is room for."""
        if not self._line:
            return
        whole = len(self._line) <= self.room
        text = self._decoded(number, final=whole)
        self._line.clear()
        if (price := cost(text)) <= self.room:
            self.room -= price
            self.texts.append(text)
            return
        self.full = True
        if not self.texts:
            self.cut = True
            self.texts.append(beginning(text, self.room))

    def _decoded(self, number: int, *, final: bool) -> str:
        """The text of a line; one that was cut may end in the middle of a character."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            return decoder.decode(bytes(self._line), final=final)
        except UnicodeDecodeError:
            raise ToolError(
                self.env._(
                    "Line %s is not UTF-8; read the file with encoding binary, or with "
                    "a command."
                )
                % number
            ) from None

    def _too_long(self, number: int) -> str:
        return self.env._(
            "The file is too long to look for that line; after %(seconds)s s it was at "
            "line %(number)s. Use a command (tail, sed) instead."
        ) % {"seconds": LONGEST_SCAN_SECONDS, "number": number}


def read_lines(opened: int, lines: Lines, *, to_the_end: bool) -> Lines:
    """Fill ``lines`` from the descriptor's beginning on.

    Args:
        to_the_end: read on after the last wanted line, to count lines and to hash.

    Raises:
        ToolError: a wanted line is not UTF-8, or finding it takes too long.
    """
    digest, number = hashlib.sha256(), 1
    give_up = time.monotonic() + LONGEST_SCAN_SECONDS
    piece = b""
    with os.fdopen(os.dup(opened), "rb", buffering=CHUNK * 4) as file:
        while following := file.readline(CHUNK):
            piece = following
            digest.update(piece)
            lines.take(number, piece)
            number += piece.endswith(b"\n")
            if lines.satisfied(number) and not to_the_end and file.peek(1):
                return lines
            if time.monotonic() > give_up:
                raise ToolError(lines._too_long(number))
    lines.close(number)
    lines.total = number - (not piece or piece.endswith(b"\n"))
    lines.sha256 = digest.hexdigest()
    return lines
