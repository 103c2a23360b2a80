"""Generated pages say what the sources say now."""

from __future__ import annotations

import unittest
from pathlib import Path

from lib import configuration, docs
from lib.paths import ROOT


class TestDocs(unittest.TestCase):
    def test_every_generated_page_is_current(self):
        for name in docs.PAGES:
            with self.subTest(name):
                self.assertTrue(docs._is_current(name), "run dev/docs")

    def test_every_declared_setting_is_on_the_page(self):
        files = Path(ROOT).glob("models/res_config_settings*.py")
        source = "\n".join(file.read_text("utf-8") for file in sorted(files))
        declared = source.count("config_parameter=")
        self.assertGreater(declared, 30)
        self.assertEqual(len(list(configuration.read(source))), declared)
        page = configuration.page(Path(ROOT))
        for setting in configuration.read(source):
            self.assertIn(f"`{setting.parameter}`", page)
