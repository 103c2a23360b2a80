"""Numbers as people write them, in each column of a file."""

from __future__ import annotations

import csv
import io

from odoo.tests import tagged

from .import_case import ImportCase, sheet

RATE, OTHER = "partner_latitude", "partner_longitude"


@tagged("post_install", "-at_install")
class TestImportFigures(ImportCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("de_DE")

    def read(self, *cells, delimiter="\t", **arguments):
        """What contacts get for ``cells`` of one column, by which they are removed."""
        rows = "".join(f"Number {n}{delimiter}{c}\n" for n, c in enumerate(cells))
        file = f"name{delimiter}{RATE}\n{rows}"
        answer = self.imported(file, **arguments)
        made = self.partners.search([("name", "like", "Number ")], order="name")
        found = made.mapped(RATE)
        made.unlink()
        return found, answer["file"].get("decimal_separator")

    def test_numbers_are_read_as_the_column_writes_them(self):
        rate = RATE
        for cells, right in (
            (["1.5", "2.25"], [1.5, 2.25]),
            (["1,5", "-2,25"], [1.5, -2.25]),
            (["1.234,5", "7"], [1234.5, 7]),
            (["1,234.5", "7"], [1234.5, 7]),
        ):
            with self.subTest(cells=cells):
                rows = "".join(f"Number {n};{c}\n" for n, c in enumerate(cells))
                self.imported(f"name;{rate}\n{rows}")
                made = self.partners.search([("name", "like", "Number ")], order="name")
                self.assertEqual(made.mapped(rate), right)
                made.unlink()
        self.refused(f"name\t{rate}\nA\t1,234\n", "1,234")

    def test_points_in_threes_are_not_guessed_where_people_write_a_comma(self):
        rate = RATE
        text = f"name;{rate}\nA;1.234\nB;2.000\n"
        self.imported(text)
        self.assertEqual(self.contact("A")[rate], 1.234)
        (self.contact("A") | self.contact("B")).unlink()
        self.mcp_caller.lang = "de_DE"
        self.refused(text, "1.234")
        for more, right in (("C;2,50", 1234), ("C;0.125", 1.234)):
            with self.subTest(more):
                self.imported(f"{text}{more}\n")
                self.assertEqual(self.contact("A")[rate], right)
                self.partners.search([("name", "in", ["A", "B", "C"])]).unlink()

    def test_a_cell_that_is_no_number_says_nothing_of_the_others(self):
        rows = "A;1.234,5\nB;abc\nC;99,95\n"
        answer = self.imported(f"name;partner_latitude\n{rows}", on_error="skip")
        [problem] = answer["problems"]
        self.assertIn("abc", problem["problem"])
        found = [self.contact(name).partner_latitude for name in "AC"]
        self.assertEqual(found, [1234.5, 99.95])

    def test_what_begins_with_zero_is_less_than_one(self):
        self.assertEqual(self.read("0,125", "0,250"), ([0.125, 0.25], None))
        self.mcp_caller.lang = "de_DE"
        self.assertEqual(self.read("0.125", "1.250"), ([0.125, 1.25], None))

    def test_thousands_may_be_parted_by_spaces_and_marks_of_switzerland(self):
        for cells in (["1'234.50", "7"], ["1 234,50", "7"], ["1 234", "7.5"]):
            with self.subTest(cells=cells):
                found, _mark = self.read(*cells)
                self.assertIn(found, ([1234.5, 7], [1234, 7.5]))

    def test_what_the_caller_says_is_so(self):
        for lang in ("en_US", "de_DE"):
            self.mcp_caller.lang = lang
            for cell, mark, right in (
                ("1,250", ",", 1.25),
                ("1,250", ".", 1250),
                ("1.250", ",", 1250),
                ("1.250", ".", 1.25),
            ):
                with self.subTest(lang=lang, cell=cell, mark=mark):
                    said = self.read(cell, decimal_separator=mark)
                    self.assertEqual(said[0], [right])
        file = f"name\t{RATE}\nA\t%s\n"
        self.refused(file % "1.5", "1234,5", decimal_separator=",")
        self.refused(file % "1,5", "1234.5", decimal_separator=".")

    def test_the_refusal_names_what_to_say(self):
        file = f"name\t{RATE}\nA\t%s\n"
        self.refused(file % "1,250", "'1,250'", "decimal_separator")
        self.mcp_caller.lang = "de_DE"
        self.refused(file % "1.250", "'1.250'", "decimal_separator")
        self.refused(f"{file % '1,5'}B\t1.5\n", "'1,5'", "decimal_separator")

    def test_a_column_that_does_not_tell_is_one_problem(self):
        rows = "".join(f"A\t{n},250\n" for n in range(1, 61))
        answer = self.refused(f"name\t{RATE}\n{rows}", "decimal_separator")
        [(lines, column, problem)] = self.problems(answer)
        self.assertEqual((lines, column), ("2–61", RATE))
        self.assertIn("'1,250'", problem)

    def test_the_other_columns_tell(self):
        self.mcp_caller.lang = "de_DE"
        for cell, other, right in (
            ("1,250", "2,5", 1.25),
            ("1.250", "2,5", 1250),
            ("1,250", "2.5", 1250),
            ("1.250", "2.5", 1.25),
        ):
            with self.subTest(cell=cell, other=other):
                file = f"name\t{RATE}\t{OTHER}\nOne Import\t{cell}\t{other}\n"
                answer = self.imported(file)
                said = answer["file"]["decimal_separator"]
                self.assertEqual(said, "," if "," in other else ".")
                made = self.contact("One Import")
                self.assertEqual((made[RATE], made[OTHER]), (right, 2.5))
                made.unlink()

    def test_columns_that_say_different_things_tell_nothing_of_another(self):
        head = f"name\t{RATE}\t{OTHER}\tcolor\n"
        self.refused(f"{head}A\t1,5\t2.5\t1,250\n", "1,250")
        self.refused(f"{head}A\t1,250\t1.250\t1\n", "1,250")

    def test_what_is_no_column_of_figures_tells_nothing(self):
        self.refused(f"name\tref\t{RATE}\nA\t12,5\t1,250\n", "1,250")

    def test_what_parts_the_cells_tells(self):
        self.mcp_caller.lang = "de_DE"
        self.assertEqual(self.read("1,250", delimiter=";"), ([1.25], ","))
        self.assertEqual(self.read("1.250", delimiter=","), ([1.25], "."))
        self.refused(f"name;{RATE}\nA;1.250\n", "1.250")
        self.refused(f'name,{RATE}\nA,"1,250"\n', "1,250")

    def test_what_a_column_does_not_tell_is_said_before_one_agrees(self):
        given = self.given(f"name;{RATE}\nA;1,250\n")
        told = self.answer(self.make_call("import_data", given, dry_run=True))
        summary = self.assertAnswers(told)["preview"]["summary"]
        self.assertIn(f"{RATE}: read with , before the decimals", summary)

    def test_texts_of_a_workbook_are_read_as_the_caller_says(self):
        content = sheet(["name", RATE], ["A", "1,250"])
        self.refused(content, "decimal_separator")
        self.imported(content, decimal_separator=",")
        self.assertEqual(self.contact("A")[RATE], 1.25)

    def test_the_rows_that_were_refused_keep_their_figures(self):
        file = f"name;{RATE};{OTHER}\nA;12,50;1\nB;1.250;x\n"
        self.imported(file, on_error="skip")
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        text = link._stored().raw.decode("utf-8-sig")
        [row] = csv.DictReader(io.StringIO(text))
        self.assertEqual((row["name"], row[RATE]), ("B", "1250"))
        self.imported(text.replace(",x,", ",2,"))
        self.assertEqual(self.contact("B")[RATE], 1250)
