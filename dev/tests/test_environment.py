"""An environment that was interrupted while it was made is made again."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from lib import environment


class TestEnvironment(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "venv"
        here = {"FOLDER": self.folder, "PYTHON": self.folder / "bin" / "python"}
        patched = mock.patch.multiple(environment, STAGES=(), **here)
        patched.start()
        self.addCleanup(patched.stop)

    def test_one_without_pip_is_made_again(self):
        # what Ctrl-C leaves between the interpreter and pip
        making = [sys.executable, "-m", "venv", "--without-pip", str(self.folder)]
        subprocess.run(making, check=True)
        environment._build()
        asked = [str(environment.PYTHON), "-m", "pip", "--version"]
        self.assertEqual(subprocess.run(asked, capture_output=True).returncode, 0)

    def test_ctrl_c_ends_in_a_sentence(self):
        stopped = mock.patch.object(environment, "build", side_effect=KeyboardInterrupt)
        with stopped, self.assertRaisesRegex(SystemExit, "next run goes on"):
            environment.enter()
