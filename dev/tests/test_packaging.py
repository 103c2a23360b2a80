"""The zip holds the addon, the whole addon, and nothing but the addon."""

from __future__ import annotations

import ast
import re
import tempfile
import unittest
import zipfile
from pathlib import Path

from lib.packaging import package
from lib.paths import ROOT


class TestPackaging(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = package(self.folder)
        with zipfile.ZipFile(self.path) as file:
            self.names = file.namelist()

    def test_everything_is_in_one_folder(self):
        self.assertEqual({name.split("/")[0] for name in self.names}, {"odoo_mcp"})

    def test_every_source_of_the_addon_is_in_it(self):
        for part in ("models", "services", "tools", "controllers"):
            for path in (ROOT / part).rglob("*.py"):
                self.assertIn(f"odoo_mcp/{path.relative_to(ROOT)}", self.names)

    def test_scripts_caches_and_hidden_files_are_not_in_it(self):
        for name in self.names:
            parts = name.split("/")
            self.assertFalse({"dev", "__pycache__"}.intersection(parts), name)
            self.assertFalse(any(part.startswith(".") for part in parts), name)

    def test_its_version_is_the_newest_of_the_changelog(self):
        manifest = ast.literal_eval((ROOT / "__manifest__.py").read_text())
        heading = re.search(r"^## (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
        self.assertEqual(heading[1], manifest["version"])

    def test_the_same_sources_give_the_same_bytes(self):
        before = self.path.read_bytes()
        self.assertEqual(package(self.folder).read_bytes(), before)
