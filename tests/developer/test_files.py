import contextlib
import os
import tempfile
import threading
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from ...services import files
from ...services.errors import ToolError
from ...services.files import beneath, denied
from ..common import McpCase

SECRET = "the secret"


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

    def test_a_link_to_a_folder_of_the_same_root_is_not_followed(self):
        """It would give a folder of secrets a harmless name."""
        (self.folder / ".ssh" / "old").mkdir(parents=True)
        for name in ("known", "old/known"):
            (self.folder / ".ssh" / name).write_text("secret")
        (self.folder / "way").symlink_to(".ssh")
        for name in ("known", "old/known"):
            self.assertClosed(f"way/{name}", "symbolic link")

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
        (self.folder / "other.txt").write_text(SECRET)
        facts = {"config": str(self.folder / "other.txt"), "data_dir": str(self.top)}
        with patch.object(denied, "config", facts):
            self.assertClosed("other.txt", "secrets")

    def test_the_audit_file_is_refused_under_any_name(self):
        log = self.folder / "harmless.txt"
        log.write_text(SECRET)
        self.set_param("mcp.audit_log_path", str(log))
        (self.folder / "harmless.txt.1").write_text(SECRET)
        for name in ("harmless.txt", "harmless.txt.1"):
            self.assertClosed(name, "secrets")

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

    def test_the_innermost_root_holds_a_path(self):
        self.set_param("mcp.file_roots", f"{self.top},{self.folder}")
        self.assertEqual(self.place("x").parts, ("x",))

    def test_a_folder_that_is_named_relatively_is_no_root(self):
        before = len(files.writable_roots(self.env))
        self.set_param("mcp.file_roots", f"{self.folder},tests,./tests")
        self.assertEqual(len(files.writable_roots(self.env)), before)

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
