"""Word and Excel files that are made to take memory and time."""

import itertools
import zipfile
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ...services.documents import (
    excel_text,
    file_text,
    office_text,
    streamed_xml,
)
from ...services.errors import ToolError
from .test_office_text import NAMES, excel, packed, unpacked, word

SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows="", **parts):
    """A workbook whose parts are replaced, by the last word of their names."""
    found = unpacked(excel(["a text"]))
    found[SHEET] = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    relation = (
        b'<Relationship Id="s" Type="/sharedStrings" Target="sharedStrings.xml"/>'
    )
    closing = b"</Relationships>"
    found[RELATIONS] = found[RELATIONS].replace(closing, relation + closing)
    found["xl/sharedStrings.xml"] = f"<sst {MAIN}/>"
    for name, content in parts.items():
        found[f"xl/{name}.xml"] = content
    return packed(found)


@tagged("post_install", "-at_install")
class TestOfficeBombs(TransactionCase):
    def read(self, content):
        return file_text.read(self.env, content, "")

    def looks(self, content):
        """Read with a clock that goes on by a second whenever it is looked at."""
        ticks = itertools.count()
        clock = SimpleNamespace(monotonic=lambda: next(ticks))
        with patch.object(office_text, "time", clock):
            return self.read(content), next(ticks)

    def assertEndsInTime(self, content):
        found, looks = self.looks(content)
        self.assertIn("only the beginning", found.note)
        self.assertLess(looks, office_text.MOST_SECONDS + 4)

    def assertUnsound(self, content):
        with self.assertRaisesRegex(ToolError, r"cannot be read \(Unsound\)"):
            self.read(content)

    def test_the_clock_is_looked_at_within_every_part_and_row(self):
        millions = 1_000_000
        strings = f"<sst {MAIN}>{'<si/>' * millions}</sst>"
        fonts = f"<styleSheet {MAIN}>{'<font/>' * millions}</styleSheet>"
        for content in (
            workbook("<row>" + "<c/>" * millions + "</row>"),
            workbook("<x/>" * millions),
            workbook(sharedStrings=strings),
            workbook(styles=fonts),
            word("<w:p/>" * millions),
            word(f"<w:tbl>{'<w:tr/>' * millions}</w:tbl>"),
        ):
            self.assertEndsInTime(content)

    def test_a_text_that_many_cells_name_fills_no_memory(self):
        strings = f"<sst {MAIN}><si><t>{'x' * 500_000}</t></si></sst>"
        cell = '<c t="s"><v>0</v></c>'
        with patch.object(excel_text, "_shown", wraps=excel_text._shown) as shown:
            row = self.read(
                workbook(f"<row>{cell * 5000}</row>", sharedStrings=strings)
            )
        self.assertIn("only the beginning", row.note)
        self.assertEqual(shown.call_count, 3)
        rows = f"<row>{cell}</row>" * 5000
        with patch.object(excel_text, "_shown", wraps=excel_text._shown) as shown:
            found = self.read(workbook(rows, sharedStrings=strings))
        self.assertIn("only the beginning", found.note)
        self.assertLess(shown.call_count, 20)

    def test_a_text_without_an_end_is_not_collected(self):
        piece = "x" * (streamed_xml.LONGEST_LINE + 1)
        for content in (
            word(f"<w:p><w:r><w:t>{piece}</w:t></w:r></w:p>"),
            word(f"<w:p><w:r>{'<w:tab/>' * len(piece)}</w:r></w:p>"),
            word(f"<w:tbl><w:tr>{'<w:tc/>' * (len(piece) + 1)}</w:tr></w:tbl>"),
            workbook(f"<row><c><v>{piece}</v></c></row>"),
            workbook(
                '<row><c t="s"><v>0</v></c></row>',
                sharedStrings=f"<sst {MAIN}><si><t>{piece}</t></si></sst>",
            ),
        ):
            self.assertIn("only the beginning", self.read(content).note)

    def test_what_no_program_writes_is_not_read_on(self):
        many = streamed_xml.MOST_NAMES * 4
        deep = streamed_xml.MOST_DEPTH + 1
        long = "x" * (streamed_xml.LONGEST_TAG + streamed_xml.PIECE)
        for body in (
            "".join(f"<w:a{n}/>" for n in range(many)),
            "".join(f'<w:p a{n}=""/>' for n in range(many)),
            "".join(f'<w:p xmlns:a{n}="u"/>' for n in range(many)),
            "<w:p>" * deep + "</w:p>" * deep,
            f'<w:p a="{long}"/>',
            f"<!--{long}-->",
        ):
            with self.subTest(body[:30]):
                self.assertUnsound(word(body))

    def test_more_styles_than_any_file_has_are_refused(self):
        styles = "<xf/>" * (streamed_xml.MOST_KEPT + 20_000)
        styles = f"<styleSheet {MAIN}><cellXfs>{styles}</cellXfs></styleSheet>"
        self.assertUnsound(workbook(styles=styles))

    def test_an_archive_of_many_parts_is_not_even_listed(self):
        content = b"PK\x03\x04" + office_text.ENTRY * (office_text.MOST_ENTRIES + 1)
        with patch.object(zipfile, "ZipFile", side_effect=AssertionError):
            self.assertFalse(office_text.is_office(content))

    def test_a_part_that_is_packed_by_another_method_is_not_unpacked(self):
        text = f"<w:document {NAMES}><w:body/></w:document>"
        for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            with self.subTest(method), patch.object(zipfile, "ZIP_DEFLATED", method):
                content = packed({"word/document.xml": text})
            with self.assertRaisesRegex(ToolError, "cannot be read"):
                self.read(content)
