import contextlib
import os
import signal
import stat
import tempfile
import threading
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import config

from odoo.addons.odoo_mcp.services import files, fitting
from odoo.addons.odoo_mcp.services.errors import ToolError
from odoo.addons.odoo_mcp.services.files import beneath, replacing
from odoo.addons.odoo_mcp.tests.common import McpCase

SECRET = "the secret"


def peak() -> int:
    """The most memory that this process has held so far, in kB."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0])


class FilesCase(McpCase):
    """A root of its own with a secret beside it."""

    def setUp(self):
        super().setUp()
        top = tempfile.TemporaryDirectory(prefix="mcp_test_")
        self.addCleanup(top.cleanup)
        self.top = Path(top.name).resolve()
        self.folder = self.top / "root"
        self.folder.mkdir()
        (self.top / "secret").write_text(SECRET)
        (self.folder / "open.txt").write_text("open")
        self.set_param("mcp.file_roots", str(self.folder))

    def set_param(self, name, value):
        # sudo: what an administrator does in Settings
        self.env["ir.config_parameter"].sudo().set_param(name, value)

    def place(self, name):
        roots = files.writable_roots(self.env)
        return files.locate(self.env, str(self.folder / name), roots)

    def read_file(self, name):
        opened = files.open_file(self.env, self.place(name))
        with os.fdopen(opened, "rb") as file:
            return file.read().decode()

    def write_file(self, name, data, **options):
        write = files.Write(data.encode(), **options)
        return files.write_atomic(self.env, self.place(name), write)

    def strays(self):
        return [name for name in os.listdir(self.folder) if name.startswith(".mcp-")]


@tagged("-at_install", "post_install")
class TestOpening(FilesCase):
    """What gets through the one opener, and what does not."""

    def assertClosed(self, name, *words):
        with self.assertRaises(ToolError) as caught:
            self.read_file(name)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_a_file_in_the_root_is_read(self):
        self.assertEqual(self.read_file("open.txt"), "open")

    def test_a_link_is_not_followed(self):
        (self.folder / "link").symlink_to(self.top / "secret")
        self.assertClosed("link", "symbolic link")

    def test_a_link_to_a_file_of_the_same_root_is_not_followed(self):
        (self.folder / "link").symlink_to("open.txt")
        self.assertClosed("link", "symbolic link")

    def test_a_link_on_the_way_is_not_followed(self):
        (self.folder / "way").symlink_to(self.top)
        self.assertClosed("way/secret", "symbolic link")

    def test_the_walk_follows_no_link_either(self):
        (self.folder / "way").symlink_to(self.top)
        (self.folder / "link").symlink_to(self.top / "secret")
        root = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, root)
        for opener in (beneath.walk, beneath.openat2):
            os.close(opener(root, ("open.txt",), os.O_RDONLY))
            for parts in (("way", "secret"), ("link",)):
                with self.subTest(parts, opener=opener), self.assertRaises(OSError):
                    os.close(opener(root, parts, os.O_RDONLY))

    def test_the_kernel_refuses_to_leave_the_root(self):
        root = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, root)
        for parts in (("..", "secret"), ("", "etc", "passwd")):
            with self.subTest(parts), self.assertRaises(OSError):
                os.close(beneath.openat2(root, parts, os.O_RDONLY))

    def test_a_hard_link_is_refused(self):
        os.link(self.top / "secret", self.folder / "second")
        self.assertClosed("second", "hard link")

    def test_a_fifo_is_refused_without_waiting(self):
        os.mkfifo(self.folder / "fifo")
        self.assertClosed("fifo", "not a regular file")

    def test_a_folder_is_refused(self):
        (self.folder / "sub").mkdir()
        self.assertClosed("sub", "folder")

    def test_a_missing_file_is_said_to_be_missing(self):
        self.assertClosed("none", "does not exist")

    def test_secret_names_are_refused_anywhere(self):
        for name in (
            ".ssh/config",
            "a/.SSH/known_hosts",
            "id_ed25519",
            "site.pem",
            "site.KEY",
            ".git/config",
            ".git/modules/x/config",
            ".pgpass",
            "odoo.conf",
            ".odoorc",
            "mcp_audit.log.1",
        ):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET)
            with self.subTest(name):
                self.assertClosed(name, "secrets")

    def test_the_configuration_in_use_is_refused_under_any_name(self):
        conf = self.folder / "harmless.txt"
        conf.write_text(SECRET)
        os.environ["ODOO_RC"] = str(conf)
        self.addCleanup(os.environ.pop, "ODOO_RC")
        self.assertClosed("harmless.txt", "secrets")

    def test_the_audit_file_is_refused_under_any_name(self):
        log = self.folder / "harmless.txt"
        log.write_text(SECRET)
        self.set_param("mcp.audit_log_path", str(log))
        self.assertClosed("harmless.txt", "secrets")

    def test_sessions_and_filestore_are_refused_even_inside_a_root(self):
        data = Path(config["data_dir"])
        self.set_param("mcp.file_roots", str(data))
        for name in ("sessions", "filestore"):
            path = data / name / "mcp_test" / "file"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.addCleanup(path.parent.rmdir)
            path.write_text(SECRET)
            self.addCleanup(path.unlink)
            with self.subTest(name), self.assertRaisesRegex(ToolError, "secrets"):
                place = files.locate(
                    self.env, str(path), files.writable_roots(self.env)
                )
                os.close(files.open_file(self.env, place))

    def test_kernel_file_systems_are_refused_even_with_the_top_as_root(self):
        self.set_param("mcp.file_roots", "/")
        for path in (
            "/proc/self/environ",
            "/proc/self/root/etc/passwd",
            "/proc/version",
            "/sys/kernel/uevent_seqnum",
            "/dev/null",
            "/dev/stdin",
        ):
            with self.subTest(path), self.assertRaises(ToolError):
                place = files.locate(self.env, path, files.readable_roots(self.env))
                os.close(files.open_file(self.env, place))

    def test_a_root_that_becomes_a_link_opens_nothing(self):
        self.read_file("open.txt")
        self.folder.rename(self.top / "moved")
        self.folder.symlink_to(self.top)
        self.assertClosed("secret", "symbolic link")

    def test_a_folder_of_the_same_beginning_as_a_root_is_no_root(self):
        with self.assertRaisesRegex(ToolError, "outside"):
            files.locate(self.env, f"{self.folder}2/x", files.writable_roots(self.env))

    def test_a_folder_swapped_for_a_link_in_a_race_never_leaks(self):
        self.folder.joinpath("way").mkdir()
        self.folder.joinpath("way", "secret").write_text("harmless")
        self.folder.joinpath("evil").symlink_to(self.top)
        done = threading.Event()

        def swap():
            way, evil, aside = (self.folder / n for n in ("way", "evil", "aside"))
            while not done.is_set():
                for old, new in ((way, aside), (evil, way), (way, evil), (aside, way)):
                    old.rename(new)

        thread = threading.Thread(target=swap)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(done.set)
        read = set()
        for _attempt in range(2000):
            with contextlib.suppress(ToolError):
                read.add(self.read_file("way/secret"))
        self.assertEqual(read, {"harmless"})

    def test_code_of_ours_opens_beneath_a_folder_of_its_own(self):
        opened = files.open_beneath(self.env, str(self.folder), "open.txt")
        with os.fdopen(opened, "rb") as file:
            self.assertEqual(file.read(), b"open")
        for relative in ("../secret", "/etc/passwd"):
            with self.subTest(relative), self.assertRaises(ToolError):
                files.open_beneath(self.env, str(self.folder), relative)

    def test_nothing_stays_open(self):
        before = len(os.listdir("/proc/self/fd"))
        for name in ("open.txt", "none", ".pgpass"):
            with contextlib.suppress(ToolError):
                self.read_file(name)
        self.write_file("new", "x")
        self.assertEqual(len(os.listdir("/proc/self/fd")), before)


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
