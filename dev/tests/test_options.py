"""Every command says what it does and what its options are for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import unittest

from lib.paths import ROOT

# an option, or argument, without a word: nothing stands beside it, or indented below
SILENT = re.compile(r"^  (?!\{)\S+(?: \S+)?\n(?! {5})", re.MULTILINE)


def commands() -> list[str]:
    return sorted(path.name for path in (ROOT / "dev").iterdir() if path.is_file())


class TestHelp(unittest.TestCase):
    def help_of(self, command: str, folder: str) -> str:
        done = subprocess.run(
            [sys.executable, ROOT / "dev" / command, "--help"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_every_command_answers_help_and_does_nothing_else(self):
        self.assertLess({"run", "test", "bench"}, set(commands()))
        for command in commands():
            with self.subTest(command), tempfile.TemporaryDirectory() as folder:
                text = self.help_of(command, folder)
                self.assertTrue(text.startswith(f"usage: dev/{command}"), text)
                self.assertIn(f"``dev/{command}``", text)
                self.assertEqual(SILENT.findall(f"{text}\n"), [])
                self.assertEqual(os.listdir(folder), [])
