import contextlib
import os
import signal
import stat
import threading

from odoo.tests import tagged

from ...services.errors import ToolError
from ...services.files import replacing
from .test_files import SECRET, FilesCase


@tagged("-at_install", "post_install")
class TestWriting(FilesCase):
    def mode(self, name):
        return stat.S_IMODE((self.folder / name).stat().st_mode)

    def test_a_new_file_is_written_and_described(self):
        written = self.write_file("new", "content")
        self.assertEqual((self.folder / "new").read_text(), "content")
        self.assertTrue(written.created)
        self.assertEqual((written.size, self.mode("new")), (7, 0o644))

    def test_mode_bits_stay_but_setuid_and_setgid_do_not(self):
        (self.folder / "open.txt").chmod(0o6751)
        self.assertFalse(self.write_file("open.txt", "x").created)
        self.assertEqual(self.mode("open.txt"), 0o751)

    def test_append_keeps_what_was_there(self):
        written = self.write_file("open.txt", " door", append=True)
        self.assertEqual((self.folder / "open.txt").read_text(), "open door")
        self.assertEqual(written.size, 9)

    def test_a_link_is_neither_followed_nor_replaced(self):
        (self.folder / "link").symlink_to(self.top / "secret")
        with self.assertRaisesRegex(ToolError, "symbolic link"):
            self.write_file("link", "x")
        self.assertEqual((self.top / "secret").read_text(), SECRET)

    def test_a_hard_link_is_not_replaced(self):
        os.link(self.top / "secret", self.folder / "second")
        with self.assertRaisesRegex(ToolError, "hard link"):
            self.write_file("second", "x")

    def test_folders_are_made_only_on_request(self):
        with self.assertRaisesRegex(ToolError, "does not exist"):
            self.write_file("a/b/c", "x")
        self.write_file("a/b/c", "x", create_directories=True)
        self.assertEqual((self.folder / "a/b/c").read_text(), "x")

    def test_folders_are_not_made_through_a_link(self):
        (self.folder / "way").symlink_to(self.top)
        with self.assertRaises(ToolError):
            self.write_file("way/a/b", "x", create_directories=True)
        self.assertFalse((self.top / "a").exists())

    def test_a_changed_file_is_not_overwritten(self):
        known = self.write_file("f", "one").sha256
        self.write_file("f", "two", expected_sha256=known)
        with self.assertRaisesRegex(ToolError, "changed"):
            self.write_file("f", "three", expected_sha256=known)
        self.assertEqual((self.folder / "f").read_text(), "two")

    def test_a_file_that_is_not_there_is_not_said_to_have_changed(self):
        with self.assertRaisesRegex(ToolError, "does not exist"):
            self.write_file("missing", "one", expected_sha256="0" * 64)
        self.assertFalse((self.folder / "missing").exists())

    def test_of_many_writers_with_one_digest_one_wins(self):
        known = self.write_file("f", "0").sha256
        won = []

        def change(number):
            with contextlib.suppress(ToolError):
                self.write_file("f", str(number), expected_sha256=known)
                won.append(number)

        threads = [threading.Thread(target=change, args=(n,)) for n in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([self.read_file("f")], [str(number) for number in won])

    def test_a_file_over_the_limit_stays_as_it_was(self):
        with self.assertRaisesRegex(ToolError, "max_write_size_mb"):
            self.write_file("open.txt", "12345", append=True, most_bytes=8)
        self.assertEqual((self.folder / "open.txt").read_text(), "open")

    def test_what_a_killed_write_left_is_swept(self):
        (self.folder / ".mcp-dead.tmp").write_text("x")
        self.write_file("new", "x")
        self.assertEqual(self.strays(), [])

    def test_a_hundred_kills_leave_no_torn_file(self):
        strays = 0
        for attempt in range(100):
            read, write = os.pipe()
            if not (writer := os.fork()):
                self._write_for_ever(write)
            # killed after another number of writes each time
            for _written in range(attempt % 5 + 1):
                os.read(read, 1)
            # every second kill strikes while a write is under way
            while attempt % 2 and not self.strays():
                os.sched_yield()
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
            os.close(read)
            os.close(write)
            content = (self.folder / "torn").read_bytes()
            self.assertEqual((len(content), len(set(content))), (2_000_000, 1))
            strays += len(self.strays())
        self.assertGreater(strays, 0, "no write was interrupted")
        self.write_file("swept", "x")
        self.assertEqual(self.strays(), [])

    def _write_for_ever(self, told):
        """In a fork that touches nothing but files, until it is killed."""
        folder = os.open(self.folder, os.O_RDONLY)
        while True:
            for letter in b"ABCDEF":
                with replacing.locked(None, folder, "torn"):
                    data = bytes([letter]) * 2_000_000
                    replacing.replace(folder, "torn", data, old=None, before=None)
                os.write(told, b".")
