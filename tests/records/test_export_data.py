"""export_data: what Odoo's own Export button gives, as a file behind a link."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

import openpyxl

from odoo.tests import tagged

from ...services.documents import spreadsheets
from ...services.errors import UnknownName
from ...services.orm.reads import exporting
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestExportData(McpCase):
    def setUp(self):
        super().setUp()
        groups = "odoo_mcp.group_observer,base.group_allow_export"
        self.user = self._mcp_caller = self.mcp_user(groups, tz="America/New_York")
        belgium, tags = self.env.ref("base.be"), self.env["res.partner.category"]
        labels = tags.create([{"name": "Gold"}, {"name": "Silver"}])
        self.parent = self.env["res.partner"].create(
            {
                "name": "Export House",
                "ref": "=1+1",
                "country_id": belgium.id,
                "category_id": [(6, 0, labels.ids)],
                "child_ids": [
                    (0, 0, {"name": "Ann", "email": "ann@example.com"}),
                    (0, 0, {"name": "Ben", "email": "ben@example.com"}),
                ],
            }
        )

    def file(self, **arguments):
        """The answer, and the content behind its link."""
        given = {"model": "res.partner", "domain": [["id", "in", self.parent.ids]]}
        facts = self.assertAnswers(self.call("export_data", **{**given, **arguments}))
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        self.assertEqual(link.user_id, self.user)
        content = link._stored().raw
        self.assertEqual(facts["size"], len(content))
        return facts, content

    def sheet(self, **arguments):
        _facts, content = self.file(**arguments)
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [list(row) for row in book.active.iter_rows(values_only=True)]

    def rows(self, **arguments):
        _facts, content = self.file(format="csv", **arguments)
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    def test_lines_are_written_as_they_are_read(self):
        self.patch(exporting, "AT_ONCE", 1)
        steps, made = [], type(self.parent).export_data
        cell = spreadsheets.cell

        def read(records, names):
            steps.append("read")
            return made(records, names)

        def written(value):
            steps.append("written")
            return cell(value)

        self.patch(type(self.parent), "export_data", read)
        self.patch(spreadsheets, "cell", written)
        people = [["id", "in", (self.parent | self.parent.child_ids).ids]]
        facts, _content = self.file(domain=people, fields=["name"], format="csv")
        self.assertEqual((facts["rows"], facts["records"]), (3, 3))
        self.assertEqual(steps, ["written", *["read", "written"] * 3])

    def test_the_text_of_a_file_is_not_stored_a_second_time(self):
        for kind in ("csv", "json", "xlsx"):
            self.file(format=kind)
            link = self.env["mcp.link"].search([], order="id desc", limit=1)
            self.assertFalse(link._stored().index_content)

    def test_a_workbook_has_the_labels_and_typed_cells(self):
        fields = ["id", "name", "country_id", "category_id", "is_company", "write_date"]
        head, row = self.sheet(fields=fields)
        self.assertEqual(head[1:4], ["Name", "Country", "Tags"])
        self.assertEqual(row[1:3], ["Export House", "Belgium"])
        self.assertEqual(set(row[3].split(",")), {"Gold", "Silver"})
        self.assertIs(row[4], False)
        self.assertIsInstance(row[5], datetime)
        self.assertEqual(int(row[0]), self.parent.id)

    def test_times_are_those_of_the_caller(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = '2026-01-01 03:00:00' WHERE id = %s",
            [self.parent.id],
        )
        self.env.invalidate_all()
        _head, (moment,) = self.sheet(fields=["write_date"])
        self.assertEqual(moment, datetime(2025, 12, 31, 22))

    def test_each_line_of_a_record_has_a_row(self):
        head, *rows = self.rows(fields=["name", "child_ids.name", "child_ids.email"])
        self.assertEqual(head[1].split("/")[1], "Name")
        self.assertEqual(
            sorted(rows, key=lambda row: row[1]),
            [
                ["Export House", "Ann", "ann@example.com"],
                ["", "Ben", "ben@example.com"],
            ],
        )
        facts, _content = self.file(fields=["name", "child_ids.name"])
        self.assertEqual((facts["records"], facts["rows"]), (1, 2))

    def test_a_formula_stays_a_text(self):
        (_head, (cell,)) = self.rows(fields=["ref"])
        self.assertEqual(cell, "'=1+1")
        _facts, content = self.file(fields=["ref"])
        book = openpyxl.load_workbook(io.BytesIO(content))
        cell = book.active["A2"]
        self.assertEqual((cell.value, cell.data_type), ("=1+1", "s"))

    def test_names_are_those_that_odoos_import_takes(self):
        facts, content = self.file(
            fields=["id", "name", "country_id.id"], headers="names", format="csv"
        )
        self.assertEqual(facts["columns"], [".id", "name", "country_id/.id"])
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        rows[1][1] = "Import House"
        known = self.env["res.partner"].search_count([])
        done = self.env["res.partner"].load(rows[0], rows[1:])
        self.assertEqual(done["ids"], self.parent.ids, done["messages"])
        self.assertEqual(self.parent.name, "Import House")
        self.assertEqual(self.env["res.partner"].search_count([]), known)

    def test_json_is_typed_and_named(self):
        facts, content = self.file(fields=["name", "is_company"], format="json")
        row = {"name": "Export House", "is_company": False}
        self.assertEqual(json.loads(content), [row])
        self.assertTrue(facts["filename"].endswith(".json"))

    def test_without_fields_it_has_what_the_list_shows_and_the_id(self):
        facts, content = self.file(format="json")
        self.assertEqual(facts["columns"][0], ".id")
        self.assertGreater(len(facts["columns"]), 3)
        self.assertEqual(int(json.loads(content)[0][".id"]), self.parent.id)

    def test_what_is_left_out_is_told_and_can_be_had(self):
        domain = [["parent_id", "=", self.parent.id]]
        facts, _content = self.file(domain=domain, limit=1, fields=["name"])
        self.assertEqual((facts["records"], facts["total"]), (1, 2))
        rest, _content = self.file(
            domain=domain, offset=facts["next_offset"], fields=["name"]
        )
        self.assertEqual(rest["records"], 1)
        self.assertNotIn("next_offset", rest)

    def test_it_gives_what_the_caller_may_read_and_nothing_more(self):
        self.env["ir.rule"].create(
            {
                "name": "hidden",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "domain_force": str([("id", "not in", self.parent.ids)]),
            }
        )
        facts, _content = self.file(fields=["name"])
        self.assertEqual((facts["records"], facts["total"]), (0, 0))
        for model, fields, said in (
            ("ir.mail_server", ["name"], "ir.mail_server"),
            ("res.users", ["password"], "password"),
            ("res.partner", ["image_1920"], "get_attachment"),
            ("res.partner", ["create_date.month_number"], "part of a field"),
        ):
            with self.subTest(model=model, fields=fields):
                outcome = self.call("export_data", model=model, fields=fields)
                self.assertRefused(outcome, said)

    def test_it_is_for_those_whom_odoo_lets_export(self):
        other = self.mcp_user("odoo_mcp.group_administrator")
        call = self.make_call("export_data", {"model": "res.partner"}, user=other)
        with self.assertRaises(UnknownName):
            self.answer(call)

    def test_many_records_are_read_a_thousand_at_once(self):
        self.env["res.partner"].create([{"name": f"Many {n}"} for n in range(2100)])
        told = []
        call = self.make_call(
            "export_data",
            {"model": "res.partner", "query": "Many", "fields": ["name"]},
            user=self.user,
        )
        call.progress = lambda *step: told.append(step)
        facts = self.assertAnswers(self.answer(call))
        self.assertEqual((facts["records"], facts["rows"]), (2100, 2100))
        self.assertEqual(told, [(1000, 2100), (2000, 2100), (2100, 2100)])

    def test_cells_keep_their_type_and_what_does_not_fit_is_marked(self):
        row = [1.5, date(2026, 2, 16), "x" * 40_000, None, "a,b\n=c", {"a": 1}]
        book = openpyxl.load_workbook(
            io.BytesIO(spreadsheets.xlsx_of([row], list("abcdef")))
        )
        cells = [cell.value for cell in book.active[2]]
        self.assertEqual(cells[0], 1.5)
        self.assertEqual(cells[1].date(), date(2026, 2, 16))
        self.assertEqual(len(cells[2]), spreadsheets.MOST_TEXT)
        self.assertTrue(cells[2].endswith("(cut)"))
        self.assertEqual(cells[3:], [None, "a,b\n=c", '{"a": 1}'])
