"""import_data: all rows are checked first, and what is wrong is told row by row."""

from __future__ import annotations

import csv
import io
import json

from odoo.tests import tagged

from ...services.file_links import links
from ...services.importing import tables
from .import_case import ImportCase, sheet


@tagged("post_install", "-at_install")
class TestImportProblems(ImportCase):
    def error_file(self, answer):
        """The rows of the file behind the link."""
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        self.assertEqual(link.user_id, self.user)
        self.assertIn(links.FILES, answer["error_file"]["url"])
        text = link._stored().raw.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_a_broken_row_imports_nothing(self):
        file = "name,color\nAnn,1\nBen,red\nCem,2\nDan,blue\n"
        answer = self.refused(file, "2 of 4 records")
        rows = {p[0]: p[2] for p in self.problems(answer)}
        self.assertIn("red", rows["3"])
        self.assertIn("blue", rows["5"])

    def test_a_problem_is_told_once_with_all_its_rows(self):
        lines = "".join(f"Many {n},Atlantis\n" for n in range(30))
        answer = self.refused(f"name,country_id\nAnn,Belgium\n{lines}", "Atlantis")
        ((rows, column, words),) = self.problems(answer)
        self.assertEqual((rows, column), ("3–32", "country_id"))
        self.assertIn("Atlantis", words)

    def test_every_kind_of_problem_shows_before_anything_is_written(self):
        file = (
            "name,country_id,type,color,category_id/id,active\n"
            "Ann,Atlantis,contact,1,,\n"
            "Ben,Belgium,nonsense,1,,\n"
            "Cem,Belgium,contact,x,,\n"
            "Dan,Belgium,contact,1,nowhere.tag,\n"
            "Eve,Belgium,contact,1,,maybe\n"
        )
        answer = self.refused(file)
        found = {(rows, column) for rows, column, _words in self.problems(answer)}
        self.assertEqual(
            found,
            {
                ("2", "country_id"),
                ("3", "type"),
                ("4", "color"),
                ("5", "category_id/id"),
                ("6", "active"),
            },
        )

    def test_what_is_required_is_missed_before_anything_is_written(self):
        model = "res.partner.category"
        outcome = self.run_import("name,color\nGold Import,1\n,2\n", model=model)
        self.assertRefused(outcome, "required")
        ((rows, column, _words),) = self.problems(outcome.structured)
        self.assertEqual((rows, column), ("3", "name"))
        self.assertFalse(self.env[model].search([("name", "=", "Gold Import")]))

    def test_the_file_of_refused_rows_says_why_and_comes_again_once_mended(self):
        file = 'name,color,comment\nAnn Import,1,\nBen Import,red,"a;b"\n'
        answer = self.imported(file, on_error="skip")
        self.assertEqual((answer["created"], answer["refused"]), (1, 1))
        head, row = self.error_file(answer)
        self.assertEqual(head, ["name", "color", "comment", tables.WHY])
        self.assertEqual(row[:3], ["Ben Import", "red", "a;b"])
        self.assertIn("color", row[3])
        row[1] = "7"
        text = io.StringIO()
        csv.writer(text).writerows([head, row])
        self.imported(text.getvalue())
        self.assertEqual(self.contact("Ben Import").color, 7)

    def test_the_file_is_there_after_a_refusal_and_after_a_dry_run(self):
        file = "name,color\nBen Import,red\n"
        self.error_file(self.refused(file))
        known = self.env["mcp.link"].search_count([])
        file += "Cem Import,1\n"
        call = self.make_call(
            "import_data", self.given(file, on_error="skip"), dry_run=True
        )
        outcome = self.answer(call)
        self.assertIn(links.FILES, self.assertAnswers(outcome)["preview"]["summary"])
        self.assertEqual(self.env["mcp.link"].search_count([]), known + 1)

    def test_a_row_that_odoo_refuses_is_named_and_skipped_alone(self):
        known = self.partners.create({"name": "Loop", "ref": "L"})
        file = f"ref,name,parent_id/.id\nL,Loop Import,{known.id}\n"
        answer = self.refused(file, "2", key=["ref"])
        self.assertEqual(self.problems(answer)[0][0], "2")
        file = f"ref,name,parent_id/.id\nL,Loop Import,{known.id}\nM,Mia Import,\n"
        answer = self.imported(file, key=["ref"], on_error="skip")
        self.assertEqual((answer["created"], answer["refused"]), (1, 1))
        self.assertEqual(known.name, "Loop")

    def test_rows_of_one_key_are_refused_both(self):
        answer = self.refused("ref,name\nK,A\nM,B\nK,C\n", key=["ref"])
        ((rows, column, _words),) = self.problems(answer)
        self.assertEqual((rows, column), ("2, 4", "ref"))
        answer = self.refused("id,name\nx_a,A\nx_a,C\n")
        self.assertEqual(self.problems(answer)[0][:2], ("2–3", "id"))

    def test_a_key_that_several_records_have_is_a_problem_of_the_row(self):
        self.partners.create([{"name": "A", "ref": "K"}, {"name": "B", "ref": "K"}])
        answer = self.refused("ref,name\nK,New\n", key=["ref"])
        self.assertIn("several records", self.problems(answer)[0][2])

    def test_an_empty_key_is_a_problem_of_the_row(self):
        answer = self.refused("ref,name\n,New\n", key=["ref"])
        self.assertEqual(self.problems(answer)[0][:2], ("2", "ref"))

    def test_a_key_that_finds_nothing_is_refused(self):
        for key, word in (
            (["ref"], "ref"),
            (["id", "name"], "alone"),
            (["comment"], "comment"),
        ):
            with self.subTest(key=key):
                self.refused("name,comment\nA,B\n", word, key=key)

    def test_ids_that_are_none_are_problems(self):
        gone = self.partners.create({"name": "Gone"})
        gone_id = gone.id
        gone.unlink()
        for cell in (str(gone_id), "x", "-1", "99999999999"):
            with self.subTest(cell=cell):
                answer = self.refused(f".id,name\n{cell},A\n")
                self.assertEqual(self.problems(answer)[0][:2], ("2", ".id"))

    def test_external_ids_that_cannot_be_are_problems(self):
        for cell, word in (
            ("base.be", "res.country"),
            ("base.nobody_import", "module"),
            ("a b", "letters"),
            ("a.b.c", "letters"),
            ("x" * 129, "letters"),
        ):
            with self.subTest(cell=cell):
                answer = self.refused(f"id,name\n{cell},A\n")
                self.assertIn(word, self.problems(answer)[0][2])

    def test_a_problem_of_a_line_has_its_own_row(self):
        file = "name,child_ids/name,child_ids/color\nHouse,Ann,1\n,Ben,red\n"
        answer = self.refused(file)
        ((rows, column, _words),) = self.problems(answer)
        self.assertEqual((rows, column), ("3", "child_ids/color"))

    def test_more_cells_than_headers_are_a_problem_of_the_row(self):
        answer = self.refused("name,ref\nAnn,1\nBen,2,3\n")
        self.assertEqual(self.problems(answer)[0][0], "3")

    def test_problems_fit_the_answer(self):
        lines = "".join(f"Many {n},Land {n}\n" for n in range(1000))
        outcome = self.run_import(f"name,country_id\n{lines}")
        self.assertRefused(outcome, "1000 of 1000")
        size = len(outcome.text) + len(json.dumps(outcome.structured))
        self.assertLess(size, 60 * 1024)

    def test_json_rows_are_counted_by_their_place(self):
        answer = self.refused(json.dumps([{"name": "A"}, {"name": "B", "color": "x"}]))
        self.assertEqual(self.problems(answer)[0][:2], ("2", "color"))

    def test_errors_and_formulas_without_a_result_are_problems(self):
        content = sheet(["name", "ref"], ["Ann", "=1+1"], ["Ben", "#N/A"])
        answer = self.refused(content)
        words = {rows: said for rows, _column, said in self.problems(answer)}
        self.assertIn("formula", words["2"])
        self.assertIn("error", words["3"])
