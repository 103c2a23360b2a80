"""The text of Word and Excel files; and what is not unpacked."""

import io
import zipfile
from datetime import date, datetime, time
from unittest.mock import patch

import openpyxl
import xlsxwriter

from odoo.tests import TransactionCase, tagged

from ...services.documents import file_text, office_text
from ...services.errors import ToolError

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
BODY = """
<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>
<w:r><w:t>Terms</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Paid </w:t></w:r><w:ins><w:r><w:t>in 30</w:t></w:r>
</w:ins><w:del><w:r><w:delText>in 60</w:delText></w:r></w:del><w:r><w:tab/><w:t>days</w:t>
<w:br/><w:t>net</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Item</w:t></w:r></w:p></w:tc>
<w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Price</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sdt><w:sdtContent><w:p><w:r><w:t>A form</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>Box</w:t></mc:Choice>
<mc:Fallback><w:t>Box</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>
"""


def archive(**parts):
    """A zip file; ``__`` in a name stands for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def word(body=BODY, head="", **parts):
    text = f"{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    return archive(word__document_xml=text, **parts)


def packed(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive_:
        for name, content in parts.items():
            archive_.writestr(name, content)
    return held.getvalue()


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive_:
        return {name: archive_.read(name) for name in archive_.namelist()}


def excel(*rows, title="Prices"):
    held, book = io.BytesIO(), openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.create_sheet("Empty")
    book.save(held)
    return held.getvalue()


@tagged("post_install", "-at_install")
class TestOfficeText(TransactionCase):
    def text(self, content):
        return file_text.read(self.env, content, "application/octet-stream").text

    def assertRefused(self, content, words):
        with self.assertRaisesRegex(ToolError, words):
            self.text(content)

    def test_a_word_file_is_read_as_a_person_sees_it(self):
        wanted = "# Terms\nPaid in 30\tdays\nnet\nItem|in Price\nA form\nBox"
        self.assertEqual(self.text(word()), wanted)

    def test_a_spreadsheet_is_read_row_by_row_with_dates_as_dates(self):
        moment = datetime(2026, 2, 16, 9, 30)
        content = excel(
            ["Item", "Price", "From", "Sold", "At"],
            ["Chair | red\nor blue", 12.5, date(2026, 2, 16), True, moment],
            [],
            [None, None, 3, time(9, 30)],
        )
        wanted = (
            "# Prices\nItem|Price|From|Sold|At\n"
            "Chair \\| red or blue|12.5|2026-02-16|true|2026-02-16 09:30:00\n"
            "||3|09:30:00\n\n# Empty"
        )
        self.assertEqual(self.text(content), wanted)

    def test_a_spreadsheet_whose_texts_stand_in_a_part_of_their_own_is_read(self):
        held = io.BytesIO()
        with xlsxwriter.Workbook(held, {"date_1904": True}) as book:
            sheet, bold = book.add_worksheet("Work"), book.add_format({"bold": True})
            sheet.write_row(0, 0, ["Who", "Long", "Share", "Who"])
            span = book.add_format({"num_format": "[h]:mm"})
            sheet.write_number(1, 1, 1.5, span)
            sheet.write_rich_string(1, 0, "A ", bold, "bold", " one")
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            sheet.write_datetime(1, 3, datetime(2026, 2, 16), day)
            sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
            sheet.write_number(2, 0, -7)
        wanted = (
            "# Work\nWho|Long|Share|Who\nA bold one|1 day, 12:00:00||2026-02-16\n"
            "-7|#DIV/0!"
        )
        self.assertEqual(self.text(held.getvalue()), wanted)

    def test_what_declares_entities_is_refused_however_it_is_written(self):
        bom = "\ufeff"
        for head in (
            LAUGHS,
            f"<!-- {'x' * 9000} -->{LAUGHS}",
            f'<?xml version="1.0"?>{LAUGHS}',
            LAUGHS.replace("<!", "+ADwAIQ-").join(
                ['<?xml version="1.0" encoding="utf-7"?>', ""]
            ),
            (bom + LAUGHS),
        ):
            with self.subTest(head[-99:]):
                self.assertRefused(word("<w:p/>", head), "declares XML entities")
        hidden = f"{bom}{LAUGHS}<w:document {NAMES}/>".encode("utf-16-le")
        self.assertRefused(archive(word__document_xml=hidden), "declares XML entities")

    def test_what_a_spreadsheet_declares_is_refused_in_every_part_that_is_read(self):
        parts = unpacked(excel(["a"]))
        # a sheet may be called anything
        parts["xl/_rels/workbook.xml.rels"] = parts[
            "xl/_rels/workbook.xml.rels"
        ].replace(b"worksheets/sheet1.xml", b"other.bin")
        parts["xl/other.bin"] = parts.pop("xl/worksheets/sheet1.xml")
        read = ("workbook.xml", "workbook.xml.rels", "styles.xml", "sharedStrings.xml")
        for name in parts:
            with self.subTest(name):
                content = packed({**parts, name: LAUGHS.encode() + parts[name]})
                if name.endswith((*read, "other.bin", "sheet2.xml")):
                    self.assertRefused(content, "declares XML entities")
                else:
                    self.assertIn("# Prices\na\n", self.text(content))

    def test_what_unpacks_to_a_lot_is_not_unpacked(self):
        bomb = word(media=b"\0" * (office_text.MOST_BYTES + 1))
        self.assertLess(len(bomb), 200_000)
        with patch.object(zipfile.ZipFile, "open", side_effect=AssertionError):
            self.assertRefused(bomb, "unpacks to more than 64 MB")
        many = archive(word__document_xml="<a/>", **{f"p{n}": "" for n in range(2000)})
        self.assertRefused(many, "unpacks to more than")

    def test_a_part_that_says_it_is_small_is_not_read_further(self):
        lie = word(f"<w:p><w:r><w:t>{'x' * 10_000}</w:t></w:r></w:p>")
        at = lie.rindex(b"PK\x01\x02") + 24
        lie = lie[:at] + (100).to_bytes(4, "little") + lie[at + 4 :]
        self.assertRefused(lie, "cannot be read")

    def test_a_long_text_and_a_long_time_end_with_what_was_read(self):
        content = excel(*([f"row {n}"] for n in range(300)))
        with patch.object(office_text, "MOST_CHARACTERS", 300):
            found = file_text.read(self.env, content, "")
        self.assertTrue(found.text.startswith("# Prices\nrow 0\n"))
        self.assertIn("only the beginning", found.note)
        with patch.object(office_text, "MOST_SECONDS", -1):
            found = file_text.read(self.env, content, "")
        self.assertEqual(found.text, "")
        self.assertIn("only the beginning", found.note)

    def test_rows_that_hold_nothing_take_neither_time_nor_room(self):
        held, book = io.BytesIO(), openpyxl.Workbook()
        book.active["A1"], book.active["A900000"] = "first", "last"
        book.save(held)
        with patch.object(office_text, "MOST_CHARACTERS", 500):
            found = file_text.read(self.env, held.getvalue(), "")
        self.assertEqual(found.text, "# Sheet\nfirst\nlast")
        self.assertIsNone(found.note)

    def test_damaged_and_other_archives_are_refused(self):
        self.assertRefused(archive(a_txt="hello"), "Only PDF, Word")
        self.assertRefused(b"PK\x03\x04 nothing", "Only PDF, Word")
        self.assertRefused(word("<w:p>"), "cannot be read")
        self.assertRefused(archive(xl__workbook_xml="<a/>"), "cannot be read")

    def test_a_file_without_text_is_said_to_have_none(self):
        found = file_text.read(self.env, word("<w:p/>"), "")
        self.assertEqual((found.text, found.note), ("", "the file holds no text"))
