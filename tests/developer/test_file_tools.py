import base64
import hashlib
import os
from pathlib import Path

from odoo.tests import tagged

from ...services import files
from ...services.errors import ToolError
from ...services.files.roots import Root, locate
from .test_files import FilesCase


class FileToolCase(FilesCase):
    def path(self, name):
        return str(self.folder / name)

    def read_tool(self, name, **arguments):
        return self.call("read_file", path=self.path(name), **arguments)

    def write_tool(self, name, content, **arguments):
        return self.call(
            "write_file", path=self.path(name), content=content, **arguments
        )


@tagged("-at_install", "post_install")
class TestReadFile(FileToolCase):
    def test_a_text_is_answered_with_its_digest(self):
        answer = self.read_tool("open.txt")
        self.assertEqual(
            self.assertAnswers(answer),
            {
                "content": "open",
                "size_bytes": 4,
                "lines_returned": 1,
                "total_lines": 1,
                "truncated": False,
                "next_offset": None,
                "sha256": hashlib.sha256(b"open").hexdigest(),
            },
        )
        self.assertIn("total_lines=1", answer.text)
        self.assertTrue(answer.text.endswith("\nopen"))

    def test_a_cut_line_says_where_it_goes_on(self):
        long = "ä" * 200_000
        (self.folder / "f").write_text(f"first\n{long}\nlast\n")
        answer = self.read_tool("f", offset=2)
        said = self.assertAnswers(answer)
        self.assertIn("Line 2 is cut", said["note"])
        self.assertIn(said["note"], answer.text)
        at = int(said["note"].split("offset ")[1].split(",")[0].rstrip("."))
        rest = self.read_tool("f", offset=at, limit=10, encoding="binary")
        data = base64.b64decode(self.assertAnswers(rest)["content"])
        self.assertEqual(data, ("ä" * 5).encode())
        self.assertEqual(at, 1 + len(f"first\n{said['content']}".encode()))
        self.assertNotIn("note", self.read_tool("f", limit=1).structured)

    def test_a_window_of_lines_is_answered(self):
        (self.folder / "f").write_text("".join(f"{n}\n" for n in range(1, 11)))
        said = self.assertAnswers(self.read_tool("f", offset=4, limit=3))
        self.assertEqual(said["content"], "4\n5\n6\n")
        self.assertEqual((said["truncated"], said["next_offset"]), (True, 7))
        said = self.assertAnswers(self.read_tool("f", offset=8, limit=3))
        self.assertEqual((said["truncated"], said["next_offset"]), (False, None))

    def test_a_long_text_is_read_piece_by_piece_within_the_budget(self):
        text = "".join(f'{n} "quoted" ä\t\n' for n in range(9000))
        (self.folder / "f").write_text(text)
        found, at = "", 1
        while at:
            answer = self.read_tool("f", offset=at)
            said = self.assertAnswers(answer)
            self.assertNotIn("over the budget", answer.text)
            found, at = found + said["content"], said["next_offset"]
        self.assertEqual(found, text)

    def test_bytes_are_read_piece_by_piece(self):
        data = os.urandom(50_000)
        (self.folder / "f").write_bytes(data)
        found, at = b"", 1
        while at:
            answer = self.read_tool("f", encoding="binary", offset=at)
            said = self.assertAnswers(answer)
            found, at = found + base64.b64decode(said["content"]), said["next_offset"]
        self.assertEqual(found, data)
        said = self.assertAnswers(self.read_tool("f", encoding="binary", limit=3))
        self.assertEqual(base64.b64decode(said["content"]), data[:3])
        self.assertEqual((said["truncated"], said["next_offset"]), (True, 4))

    def test_an_empty_file_is_an_answer(self):
        (self.folder / "f").touch()
        self.assertEqual(self.assertAnswers(self.read_tool("f"))["total_lines"], 0)
        said = self.assertAnswers(self.read_tool("f", encoding="binary"))
        self.assertEqual((said["content"], said["next_offset"]), ("", None))

    def test_a_file_over_the_setting_is_read_by_lines_only(self):
        self.set_param("mcp.max_read_size_mb", "1")
        (self.folder / "f").write_text("line\n" * 300_000)
        self.assertRefused(self.read_tool("f"), "1500000", "mcp.max_read_size_mb")
        said = self.assertAnswers(self.read_tool("f", offset=200_000, limit=2))
        self.assertEqual(said["content"], "line\nline\n")
        self.assertEqual((said["total_lines"], said["sha256"]), (None, None))

    def test_code_of_the_addons_may_be_read(self):
        answer = self.call("read_file", path=str(Path(__file__)))
        self.assertIn("class TestReadFile", self.assertAnswers(answer)["content"])

    def test_every_way_out_is_refused(self):
        (self.folder / "link").symlink_to(self.top / "secret")
        (self.folder / "up").symlink_to(self.top)
        for path in (
            "",
            "open.txt",
            "./open.txt",
            "~/.pgpass",
            "/etc/passwd",
            "/proc/self/environ",
            "/proc/self/root/etc/passwd",
            "/dev/zero",
            "/dev/fd/0",
            "file:///etc/passwd",
            "//etc/passwd",
            f"{self.folder}/../secret",
            f"{self.folder}/./../secret",
            f"{self.folder}/link",
            f"{self.folder}/up/secret",
            f"{self.folder}/open.txt\0",
            f"{self.folder}/open.txt\n",
            f"{self.folder}",
            f"{self.folder}/" + "a" * 300,
            f"{self.folder}/" + "a/" * 3000,
            f"{self.folder}/%2e%2e/secret",
            f"{self.folder}\\..\\secret",
        ):
            with self.subTest(path[:80]):
                answer = self.call("read_file", path=path)
                self.assertTrue(answer.is_error, answer.text)
                self.assertNotIn("secret\n", answer.text)
                self.assertNotIn("root:", answer.text)

    def test_a_refusal_names_the_folders_and_the_setting(self):
        answer = self.call("read_file", path="/etc/passwd")
        self.assertRefused(answer, str(self.folder), files.scratch(), "mcp.file_roots")

    def test_of_hundreds_of_folders_the_first_ones_are_named(self):
        roots = [Root.of(f"/nowhere/{n}") for n in range(300)]
        with self.assertRaisesRegex(ToolError, r"/nowhere/9, \+ 290\.") as caught:
            locate(self.env, "/etc/passwd", roots)
        self.assertLess(len(str(caught.exception)), 500)

    def test_bad_arguments_are_refused(self):
        for bad in (
            {"offset": 0},
            {"offset": -1},
            {"limit": 0},
            {"limit": "all"},
            {"encoding": "latin-1"},
            {"extra": 1},
            {"path": None},
            {"path": ["x"]},
        ):
            with self.subTest(bad):
                arguments = {"path": self.path("open.txt"), **bad}
                answer = self.call("read_file", **arguments)
                self.assertRefused(answer, "Invalid arguments")


@tagged("-at_install", "post_install")
class TestWriteFile(FileToolCase):
    def test_a_text_is_written_and_described(self):
        said = self.assertAnswers(self.write_tool("new", "ä\n"))
        self.assertEqual(
            said,
            {
                "bytes_written": 3,
                "created": True,
                "size_bytes": 3,
                "sha256": hashlib.sha256("ä\n".encode()).hexdigest(),
            },
        )
        self.assertEqual((self.folder / "new").read_text(), "ä\n")

    def test_base64_is_written_as_bytes(self):
        content = base64.b64encode(b"\0\xff").decode()
        self.assertAnswers(self.write_tool("new", content, encoding="binary"))
        self.assertEqual((self.folder / "new").read_bytes(), b"\0\xff")
        bad = self.write_tool("new", "no base64!", encoding="binary")
        self.assertRefused(bad, "not base64")

    def test_append_adds_to_the_end(self):
        said = self.assertAnswers(self.write_tool("open.txt", " door", mode="append"))
        self.assertEqual((said["bytes_written"], said["size_bytes"]), (5, 9))
        self.assertFalse(said["created"])
        self.assertEqual((self.folder / "open.txt").read_text(), "open door")

    def test_a_digest_from_reading_guards_the_write(self):
        known = self.assertAnswers(self.read_tool("open.txt"))["sha256"]
        self.assertAnswers(self.write_tool("open.txt", "1", expected_sha256=known))
        answer = self.write_tool("open.txt", "2", expected_sha256=known)
        self.assertRefused(answer, "changed", hashlib.sha256(b"1").hexdigest())
        self.assertEqual((self.folder / "open.txt").read_text(), "1")

    def test_more_than_the_setting_is_refused(self):
        self.set_param("mcp.max_write_size_mb", "1")
        answer = self.write_tool("new", "x" * 1_048_577)
        self.assertRefused(answer, "mcp.max_write_size_mb")
        self.assertFalse((self.folder / "new").exists())

    def test_the_addons_are_not_written(self):
        answer = self.call(
            "write_file", path=f"{Path(__file__).parent}/evil.py", content="x"
        )
        self.assertRefused(answer, "outside", "mcp.file_roots")

    def test_the_scratch_folder_is_written_without_any_setting(self):
        self.set_param("mcp.file_roots", "")
        path = Path(files.scratch()) / "mcp_test_file"
        self.addCleanup(path.unlink, missing_ok=True)
        self.assertAnswers(self.call("write_file", path=str(path), content="x"))
        self.assertEqual(path.read_text(), "x")

    def test_a_confirmation_shows_the_diff_and_writes_nothing(self):
        (self.folder / "f").write_text("one\ntwo\n")
        for content, mode, words in (
            ("one\n2\n", "overwrite", ("-two", "+2", "8 to 6 bytes")),
            ("three\n", "append", (" two", "+three", "8 to 14 bytes")),
        ):
            call = self.make_call(
                "write_file",
                {"path": self.path("f"), "content": content, "mode": mode},
                principal=self.principal(trusted=False),
            )
            shown = self.preview(call).preview
            for word in words:
                self.assertIn(word, shown)
        self.assertEqual((self.folder / "f").read_text(), "one\ntwo\n")

    def test_a_file_that_changed_since_the_preview_is_asked_about_again(self):
        (self.folder / "f").write_text("one\n")

        def write(**control):
            arguments = {"path": self.path("f"), "content": "mine\n"}
            principal = self.principal(trusted=False)
            return self.make_call(
                "write_file", arguments, principal=principal, **control
            )

        token = self.preview(write()).token
        (self.folder / "f").write_text("theirs\n")
        again = self.preview(write(confirmation=token))
        self.assertIn("-theirs", again.preview)
        self.assertEqual((self.folder / "f").read_text(), "theirs\n")
        self.assertAnswers(self.answer(write(confirmation=again.token)))
        self.assertEqual((self.folder / "f").read_text(), "mine\n")

    def test_a_dry_run_shows_a_new_file(self):
        call = self.make_call(
            "write_file", {"path": self.path("new"), "content": "x\n"}, dry_run=True
        )
        answer = self.answer(call)
        self.assertIn("would be created with 2 bytes", answer.text)
        self.assertIn("+x", answer.text)
        self.assertFalse((self.folder / "new").exists())

    def test_a_missing_folder_is_refused_before_anybody_is_asked(self):
        arguments = {"path": self.path("w/new"), "content": "x\n"}
        caller = self.principal(trusted=False)
        for principal in (caller, self.principal()):
            call = self.make_call("write_file", arguments, principal=principal)
            said = "folder", self.path("w"), "create_directories: true"
            self.assertRefused(self.answer(call), *said)
        arguments["create_directories"] = True
        call = self.make_call("write_file", arguments, principal=caller)
        self.assertIn("would be created", self.preview(call).preview)

    def test_a_path_below_a_file_is_refused_for_what_it_is(self):
        (self.folder / "f").write_text("a file")
        for create in (False, True):
            arguments = {"path": self.path("f/sub/new"), "content": "x\n"}
            arguments["create_directories"] = create
            caller = self.principal(trusted=False)
            call = self.make_call("write_file", arguments, principal=caller)
            self.assertRefused(self.answer(call), f"{self.path('f')} is a file")

    def test_a_preview_tells_no_secret(self):
        (self.folder / "link").symlink_to(self.top / "secret")
        call = self.make_call(
            "write_file", {"path": self.path("link"), "content": "x"}, dry_run=True
        )
        self.assertRefused(self.answer(call), "symbolic link")
