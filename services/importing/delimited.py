"""CSV: how it is written is found out, and told."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from odoo import api

from ..documents.spreadsheets import FORMULA
from ..errors import ToolError
from ..texts import encodings
from .tables import Table, table

DELIMITERS = ",;\t|"
SAMPLE = 50
# a first line that tells Excel how to read the others; its end stays, to count rows
SAID = re.compile(r'"?sep=([,;\t|])"?[,;\t| ]*(\r\n|\r|\n)', re.IGNORECASE)


def read(env: api.Environment, content: bytes) -> Table:
    """The table of a CSV file.

    Raises:
        ToolError: no text, or no CSV.
    """
    text, encoding = decoded(env, content)
    if said := SAID.match(text):
        delimiter, text = said[1], text[said.start(2) :]
    else:
        delimiter = _delimiter(text)
    facts = {"format": "csv", "encoding": encoding, "delimiter": delimiter}
    # strict: a quotation mark that is never closed would swallow the rest of the file
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return table(env, ([_plain(cell) for cell in line] for line in lines), facts)
    except csv.Error as error:
        raise ToolError(
            env._("The file is no CSV that can be read: %s.") % error
        ) from (error)


def decoded(env: api.Environment, content: bytes) -> tuple[str, str]:
    """The text of a file, and in which encoding it is written.

    Raises:
        ToolError: it is no text in UTF-8, in UTF-16 with its mark, or of Windows.
    """
    lang = env.user.lang
    if found := encodings.decoded(content, lang):
        return found
    text = env._("The file is no text: CSV is taken in UTF-8, UTF-16 or Windows-%s.")
    raise ToolError(text % encodings.code_page(lang or "").removeprefix("cp"))


def _delimiter(text: str) -> str:
    """The one by which most rows have as many cells as the first."""
    return max(DELIMITERS, key=lambda delimiter: _fitness(text, delimiter))


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(line) for line in islice(lines, SAMPLE) if line]
    except csv.Error:
        return (0, 0)
    if not widths or widths[0] < 2:
        return (0, 0)
    return (widths.count(widths[0]), widths[0])


def _plain(cell: str) -> str:
    """A text that ``export_data`` kept from running as a formula, as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
