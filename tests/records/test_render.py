"""Data as text: what is alike is said once."""

from odoo.tests import TransactionCase, tagged

from ...services.answers.render import terse

ROWS = [{"name": f"n{n}", "state": "done", "size": n} for n in range(20)]


@tagged("post_install", "-at_install")
class TestRender(TransactionCase):
    def test_the_keys_of_rows_alike_are_said_once(self):
        lines = terse({"rows": ROWS, "total": 20}).splitlines()
        self.assertEqual(lines[:3], ["rows (20):", "name|state|size", "n0|done|0"])
        self.assertEqual(lines[-1], "total: 20")

    def test_twenty_rows_take_half_of_what_they_took_with_their_keys(self):
        labelled = "\n".join(
            "- " + ", ".join(f"{k}={v}" for k, v in row.items()) for row in ROWS
        )
        self.assertLess(len(terse(ROWS)), 0.5 * len(labelled))

    def test_a_row_without_one_of_the_keys_has_an_empty_cell(self):
        rows = [
            *ROWS[:3],
            {"name": "x", "size": 9},
            {"name": None, "state": "", "size": 1},
        ]
        self.assertEqual(terse(rows).splitlines()[-2:], ["x||9", "||1"])

    def test_a_value_stays_in_its_cell(self):
        rows = [{"a": "x|y", "b": "one\ntwo"}] * 3
        self.assertEqual(terse(rows).splitlines()[1], "x\\|y|one\\ntwo")

    def test_rows_that_have_little_in_common_keep_their_keys(self):
        rows = [{"a": 1, "b": 2}, {"c": 3, "d": 4}, {"e": 5, "f": 6}]
        self.assertEqual(terse(rows).splitlines()[0], "- a=1, b=2")

    def test_few_rows_and_what_are_no_rows_stay_lines(self):
        self.assertEqual(terse(ROWS[:1]), "- name=n0, state=done, size=0")
        self.assertEqual(terse(["x", "y", "z"]), "- x\n- y\n- z")
        self.assertEqual(terse([]), "")
