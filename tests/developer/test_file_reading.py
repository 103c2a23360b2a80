import os
from pathlib import Path

from odoo.tests import tagged

from ...services import files
from ...services.answers import fitting
from ...services.errors import ToolError
from .test_files import FilesCase


def peak() -> int:
    """The most memory that this process has held so far, in kB."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0])


@tagged("-at_install", "post_install")
class TestReading(FilesCase):
    def lines(self, name, first=1, limit=None, room=10_000, to_the_end=True):
        opened = files.open_file(self.env, self.place(name))
        try:
            wanted = files.Lines(self.env, first, limit, room)
            return files.read_lines(opened, wanted, to_the_end=to_the_end)
        finally:
            os.close(opened)

    def tail(self, content, count, **options):
        (self.folder / "log").write_bytes(content)
        opened = files.open_file(self.env, self.place("log"))
        try:
            return files.tail_lines(opened, count, **options)
        finally:
            os.close(opened)

    def test_lines_are_counted_with_and_without_a_last_newline(self):
        for text, total in (("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2)):
            (self.folder / "f").write_text(text)
            with self.subTest(text):
                found = self.lines("f")
                self.assertEqual((found.total, found.next), (total, None))
                self.assertEqual("".join(found.texts), text)

    def test_a_window_of_lines_says_where_to_go_on(self):
        (self.folder / "f").write_text("1\n2\n3\n4\n5\n")
        found = self.lines("f", 2, 2)
        self.assertEqual((found.texts, found.next), (["2\n", "3\n"], 4))
        self.assertIsNone(self.lines("f", 4, 2).next)
        self.assertIsNone(self.lines("f", 4, 2, to_the_end=False).next)
        self.assertEqual(self.lines("f", 9, 2).texts, [])

    def test_windows_put_together_are_the_file(self):
        text = "".join(f"line {n} ä\n" for n in range(500)) + "end"
        (self.folder / "f").write_text(text)
        found, at = [], 1
        while at:
            window = self.lines("f", at, room=700)
            found += window.texts
            at = window.next
        self.assertEqual("".join(found), text)

    def test_a_line_over_the_room_is_cut_in_whole_characters(self):
        (self.folder / "f").write_text("ä" * 500_000 + "\nend\n")
        found = self.lines("f", room=1000)
        self.assertTrue(found.cut)
        self.assertLessEqual(fitting.cost(found.texts[0]), 1000)
        self.assertEqual(set(found.texts[0]), {"ä"})
        self.assertEqual(found.next, 2)

    def test_a_line_that_is_not_text_is_refused(self):
        (self.folder / "f").write_bytes(b"fine\n\xff\n")
        with self.assertRaisesRegex(ToolError, "Line 2 is not UTF-8"):
            self.lines("f")
        self.assertEqual(self.lines("f", 1, 1).texts, ["fine\n"])

    def test_a_character_cut_by_the_end_of_the_file_is_no_text(self):
        (self.folder / "f").write_bytes(b"fine\xc3")
        with self.assertRaisesRegex(ToolError, "Line 1 is not UTF-8"):
            self.lines("f")

    def test_a_file_of_a_gigabyte_is_never_held_in_memory(self):
        with (self.folder / "huge").open("wb") as file:
            file.write(b"first\nsecond\n")
            file.truncate(1024**3)
        before = peak()
        found = self.lines("huge", 2, 1, to_the_end=False)
        self.assertEqual((found.texts, found.total), (["second\n"], None))
        self.assertTrue(self.lines("huge", 3, 1, to_the_end=False).cut)
        self.assertLess(peak() - before, 30_000)

    def test_the_last_lines_are_read_from_the_end(self):
        content = b"".join(b"line %d\n" % number for number in range(100_000))
        last = ["line 99998", "line 99999"]
        self.assertEqual(self.tail(content, 2), last)
        self.assertEqual(self.tail(content, 9999, most_bytes=25), last)
        self.assertEqual(self.tail(b"a\nb", 5), ["a", "b"])
        self.assertEqual(self.tail(b"", 5), [])
