"""The value that ``odoo_shell`` answers: as JSON, and what is cut of it is said."""

from odoo.tests import tagged

from .shell_case import ShellCase


@tagged("post_install", "-at_install")
class TestShellValues(ShellCase):
    def value(self, code):
        return self.shell(code)["value"]

    def test_a_date_among_values_does_not_make_python_source_of_them(self):
        code = (
            "from datetime import date, datetime\n"
            "[{'id': 4, 'at': datetime(2026, 11, 22, 9, 30), 'on': date(2026, 1, 2)}]"
        )
        wanted = [{"id": 4, "at": "2026-11-22 09:30:00", "on": "2026-01-02"}]
        self.assertEqual(self.value(code), wanted)
        read = self.value("env.user.read(['login', 'create_date'])")
        self.assertEqual(read[0]["login"], "admin")

    def test_sets_are_lists_and_what_has_no_json_is_its_repr(self):
        found = self.value("{'set': {7}, 'keys': {'a': 1}.keys(), 'user': env.user}")
        self.assertEqual((found["set"], found["keys"]), ([7], ["a"]))
        self.assertRegex(found["user"], r"^res\.users\(\d+,\)$")

    def test_keys_that_are_one_in_json_lose_no_value(self):
        self.assertEqual(self.value("{1: 'a', '1': 'b'}"), "{1: 'a', '1': 'b'}")

    def test_a_value_that_is_cut_says_so_and_how_long_it_is(self):
        for code, length, beginning in (
            ("'é' * 20000", "20000", "ééé"),
            ("list(range(20000))", "128890", "[0, 1, 2"),
        ):
            outcome = self.outcome(code)
            answer = outcome.structured
            self.assertTrue(answer["value"].startswith(beginning))
            self.assertIn(length, answer["note"])
            self.assertIn(answer["note"], outcome.text)
        self.assertIsNone(self.shell("'é' * 200")["note"])
