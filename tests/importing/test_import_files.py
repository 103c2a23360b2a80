"""import_data: files that are none, or that were made to harm."""

from __future__ import annotations

import io
import json
import zipfile
from unittest.mock import patch

import openpyxl

from odoo.tests import tagged

from ...services.documents import office_text
from ...services.importing import tables
from .import_case import ImportCase, saved, sheet


def repacked(content, **parts):
    """A workbook with other parts, by the end of their path."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts.get(stem, old.read(name)))
    return held.getvalue()


@tagged("post_install", "-at_install")
class TestImportFiles(ImportCase):
    def test_what_windows_writes_is_read_by_the_language_of_the_caller(self):
        for lang, name, encoding in (
            ("pl_PL", "Żółw Import", "cp1250"),
            ("ru_RU", "Борис Import", "cp1251"),
            ("sr@latin", "Đorđe Import", "cp1250"),
            ("zh_TW", "王小明 Import", "cp950"),
            ("fr_FR", "Zoé Import", "cp1252"),
        ):
            with self.subTest(lang=lang):
                self.env["res.lang"]._activate_lang(lang)
                self.mcp_caller.lang = lang
                file = self.imported(f"name;ref\n{name};1\n".encode(encoding))["file"]
                self.assertEqual(file["encoding"], encoding)
                self.contact(name).unlink()

    def test_what_is_no_file_of_rows_is_refused_with_the_reason(self):
        for content, word in (
            (b"   \n ", "empty"),
            (b"\n\n,,\n", "nothing in the file"),
            (b"name,ref\n", "no row"),
            (b"name,ref\n,\n , \n", "no row"),
            (b"\0\1\2\3binary", "no text"),
            (bytes(range(256)), "no text"),
            (b"\xff\xfea", "no text"),
            (b'"name\nno end', "end of data"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
            (b"<?xml version='1.0'?><odoo/>", "XML"),
            (b"  <odoo/>", "XML"),
            (b"PK\x03\x04garbage", "cannot be read"),
            (b"{}", "list of objects"),
            (b"[1, 2]", "list of objects"),
            (b"[]", "nothing in the file"),
            (b"[{}]", "nothing in the file"),
            (b'[{"name": NaN}]', "NaN"),
            (b"[" * 100_000, "JSON"),
            (b'[{"name": "a"', "JSON"),
        ):
            with self.subTest(content=content[:20]):
                self.refused(content, word)

    def test_a_file_of_one_column_is_one(self):
        answer = self.imported("name\nAnn Import\nBen; Import\n")
        self.assertEqual(answer["created"], 2)
        self.contact("Ben; Import")

    def test_a_cell_may_have_lines_quotes_and_delimiters(self):
        self.imported('name,comment\n"Ann ""A"", Import","one\n\ntwo"\n')
        made = self.contact('Ann "A", Import')
        self.assertIn("two", made.comment)

    def test_empty_rows_and_columns_are_passed_over_and_counted(self):
        answer = self.imported("name,,ref\nAnn Import,,1\n,,\n\nBen Import,,2\n")
        self.assertEqual(answer["created"], 2)
        answer = self.refused("name,,color\nAnn,,1\n,,\n\nBen,,x\n")
        self.assertEqual(self.problems(answer)[0][0], "5")
        self.refused("name,,ref\nAnn,x,1\n", "#2")

    def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(self):
        bomb = repacked(sheet(["name"], ["Ann"]), sheet1=b"<x>" + b" " * 70_000_000)
        self.assertLess(len(bomb), 200_000)
        self.refused(bomb, "unpacks")

    def test_a_workbook_that_declares_entities_is_refused(self):
        evil = b'<!DOCTYPE x [<!ENTITY a "aaa">]><worksheet>&a;</worksheet>'
        self.refused(repacked(sheet(["name"], ["Ann"]), sheet1=evil), "entities")
        # the same, in letters in which no search finds it
        hidden = evil.replace(b"<!", b"+ADwAIQ-")
        hidden = b"<?xml version='1.0' encoding='utf-7'?>" + hidden
        self.refused(repacked(sheet(["name"], ["Ann"]), sheet1=hidden), "entities")

    def test_a_document_that_is_no_workbook_is_refused(self):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as packed:
            packed.writestr("word/document.xml", "<document/>")
        self.refused(held.getvalue(), "no XLSX")

    def test_a_damaged_workbook_is_refused(self):
        good = sheet(["name"], ["Ann"])
        self.refused(repacked(good, sheet1=b"<worksheet><sheetData><row"), "read")
        self.refused(good[: len(good) // 2], "read")

    def test_merged_cells_are_refused(self):
        book = openpyxl.Workbook()
        for row in (["name", "ref"], ["Ann", "1"], [None, "2"]):
            book.active.append(row)
        book.active.merge_cells("A2:A3")
        self.refused(saved(book), "merged", "A2:A3")

    def test_of_several_filled_sheets_one_is_named(self):
        book = openpyxl.Workbook()
        book.active.append(["name"])
        book.active.append(["Ann Import"])
        book.create_sheet("Empty")
        self.imported(saved(book))
        other = book.create_sheet("Other")
        other.append(["name"])
        other.append(["Ben Import"])
        answer = self.refused(saved(book), "Which sheet", "Other")
        self.assertEqual(answer["sheets"], ["Sheet", "Other"])
        self.imported(saved(book), sheet="Other")
        self.contact("Ben Import")
        self.refused(saved(book), "no sheet", sheet="Nowhere")
        self.refused("name\nA\n", "only an XLSX", sheet="Other")

    def test_a_sheet_is_read_whatever_it_says_of_its_size(self):
        good = sheet(["name", "color"], ["Ann Import", 3], ["Ben Import", 4])
        with zipfile.ZipFile(io.BytesIO(good)) as packed:
            xml = packed.read("xl/worksheets/sheet1.xml")
        self.assertIn(b'ref="A1:B3"', xml)
        small = xml.replace(b'ref="A1:B3"', b'ref="A1:A2"')
        self.imported(repacked(good, sheet1=small))
        self.assertEqual(self.contact("Ben Import").color, 4)

    def test_a_formula_counts_with_its_stored_result(self):
        plain = sheet(["name", "color"], ["Ann Import", "=1+2"])
        with zipfile.ZipFile(io.BytesIO(plain)) as packed:
            xml = packed.read("xl/worksheets/sheet1.xml")
        computed = xml.replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>")
        computed = computed.replace(b"<v/>", b"<v>3</v>")
        self.assertIn(b"<v>3</v>", computed)
        # whatever the sheet says of its size
        computed = computed.replace(b'ref="A1:B2"', b'ref="A1:A1"')
        self.imported(repacked(plain, sheet1=computed))
        self.assertEqual(self.contact("Ann Import").color, 3)

    def test_a_file_says_what_it_is_by_its_bytes(self):
        self.refused(sheet(["name"], ["A"]), "by its bytes", format="csv")
        self.refused("name\nA\n", "by its bytes", format="xlsx")
        self.refused("name\nA\n", "JSON", format="json")

    def test_rows_and_columns_are_bounded(self):
        rows = "x\n" * (tables.MOST_ROWS + 1)
        self.refused("name\n" + rows, "split the file")
        people = [{"name": "x"}] * (tables.MOST_ROWS + 1)
        self.refused(json.dumps(people), "split the file")
        heads = ",".join(f"c{n}" for n in range(tables.MOST_COLUMNS + 1))
        self.refused(f"{heads}\n1\n", "split the file")

    def test_a_sheet_is_read_in_bounded_time(self):
        content = sheet(["name"], *(["Ann"] for _n in range(100)))
        with patch.object(office_text, "MOST_SECONDS", -1):
            self.refused(content, "too long")

    def test_the_file_is_as_large_as_uploads_may_be(self):
        self.env["ir.config_parameter"].set_param("mcp.max_upload_mb", "1")
        self.refused("name\n" + "x" * 1024 * 1024, "max_upload_mb")

    def test_one_source_is_given_and_is_the_callers(self):
        for source in ({}, {"text": "a", "attachment_id": 1}, {"file": "x"}):
            with self.subTest(source=source):
                outcome = self.call("import_data", model="res.partner", source=source)
                self.assertRefused(outcome, "source")
        for source, word in (
            ({"attachment_id": 2**31 - 1}, "no attachment"),
            ({"link": "https://x/y"}, "no upload link"),
        ):
            outcome = self.call("import_data", model="res.partner", source=source)
            self.assertRefused(outcome, word)

    def test_json_takes_lists_as_the_other_tools_do(self):
        people = [{"name": "House Import", "category_id": [], "child_ids": 1}]
        self.refused(json.dumps(people), "child_ids")
        tag = self.env["res.partner.category"].create({"name": "Gold Import"})
        people = [{"name": "House Import", "category_id": [tag.id]}]
        self.imported(json.dumps(people))
        self.assertEqual(self.contact("House Import").category_id, tag)
