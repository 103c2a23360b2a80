"""The figures of a run are true, whatever the run did."""

from __future__ import annotations

import unittest

from lib.counts import Count, of_module, of_odoo, ran_in

RESULT = (
    "2026 INFO db odoo.tests.result: {} failed, {} error(s) of {} tests when loading"
)
SKIPPED = "2026-01-01 10:00:00,1 7 INFO db odoo.addons.x: skipped {} : no browser\n"
FAILURE = "2026-01-01 10:00:00,1 7 ERROR db odoo.addons.x.test_y: FAIL: TestY.test_z\n"
COMPLAINT = (
    "2026-01-01 10:00:00,1 7 ERROR db odoo.sql_db: bad query\nERROR: no such row\n"
)


class TestCounts(unittest.TestCase):
    def test_failures_and_errors_are_failed(self):
        self.assertEqual(str(of_odoo(RESULT.format(1, 2, 10), 1)), "7 passed, 3 failed")

    def test_a_run_without_a_result_failed(self):
        self.assertEqual(of_odoo("Odoo said nothing", 0).failed, 1)

    def test_a_run_of_no_test_failed(self):
        self.assertEqual(of_odoo(RESULT.format(0, 0, 0), 0).failed, 1)

    def test_tests_that_were_not_found_are_told_from_those_that_failed(self):
        self.assertEqual(ran_in(RESULT.format(0, 0, 0)), 0)
        self.assertEqual(ran_in(RESULT.format(1, 0, 1)), 1)

    def test_a_crash_after_good_tests_failed(self):
        self.assertEqual(of_odoo(RESULT.format(0, 0, 5), -11).failed, 1)

    def test_a_skipped_test_did_not_pass_and_says_why(self):
        text = SKIPPED.format("TestTour.test_page") + RESULT.format(0, 0, 3)
        count = of_odoo(text, 0)
        self.assertEqual(str(count), "2 passed, 0 failed, 1 skipped")
        self.assertIn("no browser", count.reasons[0])

    def test_a_skipped_class_was_not_among_those_run(self):
        text = SKIPPED.format("setUpClass (TestTour)") + RESULT.format(0, 0, 3)
        self.assertEqual(str(of_odoo(text, 0)), "3 passed, 0 failed, 1 skipped")

    def test_a_module_says_its_figures_in_the_last_line(self):
        count = of_module("skipped: x\n37 passed, 0 failed, 1 skipped\n", 0)
        self.assertEqual((count.passed, count.failed, count.skipped), (37, 0, 1))
        self.assertEqual(count.reasons, ["skipped: x"])

    def test_a_module_without_figures_failed(self):
        self.assertEqual(of_module("all good", 0).failed, 1)

    def test_a_module_that_ends_badly_failed_whatever_it_says(self):
        self.assertEqual(of_module("3 passed, 0 failed", 1).failed, 1)

    def test_counts_add_up(self):
        total = Count(1, 2, 3, ["a"]) + Count(1, 1, 1, ["b"])
        self.assertEqual(total, Count(2, 3, 4, ["a", "b"]))

    def test_failed_tests_are_named_and_what_else_odoo_complains_of_is_not(self):
        count = of_odoo(COMPLAINT + FAILURE + RESULT.format(1, 0, 3), 1)
        self.assertEqual(count.failures, ["FAIL: TestY.test_z"])

    def test_failures_are_said_to_be_of_the_run_that_they_happened_in(self):
        count = Count(failed=1, failures=["FAIL: a"]) + Count(failed=1).under("b")
        self.assertEqual(count.under("18.0").failures, ["18.0: FAIL: a", "18.0: b"])

    def test_nothing_is_named_where_nothing_failed(self):
        self.assertEqual(Count(passed=1).under("18.0").failures, [])
