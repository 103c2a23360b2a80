"""OCA's addons come from wheels, once; without an index it is said why not."""

from __future__ import annotations

import os
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from lib import oca, paths
from lib.odoo import Odoo

ODOO = Odoo("18.0", Path("odoo-bin"), Path("odoo"))
METADATA = "Metadata-Version: 2.1\nName: odoo-addon-{name}\nVersion: {version}\n"
WHEEL = (
    "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
)


class TestOca(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = Path(made.name)
        self.index = self.folder / "index"
        self.index.mkdir()
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index)}
        for change in (
            mock.patch.object(oca, "ROOT", self.folder),
            mock.patch.object(paths, "CACHE", self.folder / "cache"),
            mock.patch.dict(os.environ, offline),
        ):
            change.start()
            self.addCleanup(change.stop)

    def pin(self, *pins: str) -> None:
        path = self.folder / "dev" / "requirements" / "oca-18.0.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"odoo-addon-{pin}\n" for pin in pins]
        path.write_text("".join(["# a comment\n", *lines]))

    def wheel(self, name: str, version: str) -> None:
        stem = f"odoo_addon_{name}-{version}"
        path = self.index / f"{stem}-py3-none-any.whl"
        info = f"{stem}.dist-info"
        with zipfile.ZipFile(path, "w") as file:
            addon = f"odoo/addons/{name}"
            file.writestr(f"{addon}/__manifest__.py", repr({"version": version}))
            file.writestr(f"{addon}/tests/__init__.py", "import not_installed")
            values = {"name": name, "version": version}
            file.writestr(f"{info}/METADATA", METADATA.format(**values))
            file.writestr(f"{info}/WHEEL", WHEEL)
            file.writestr(f"{info}/RECORD", "")

    def test_the_pinned_addons_are_unpacked_without_their_tests(self):
        self.pin("pages==18.0.1.0.2", "tiers==18.0.3.1")
        for name, version in (("pages", "18.0.1.0.2"), ("tiers", "18.0.3.1")):
            self.wheel(name, version)
        self.wheel("pages", "18.0.9.9")
        self.assertEqual(oca.names(ODOO), ["pages", "tiers"])
        found = oca.folder(ODOO)
        self.assertEqual(sorted(p.name for p in found.iterdir()), ["pages", "tiers"])
        self.assertIn("18.0.1.0.2", (found / "pages" / "__manifest__.py").read_text())
        self.assertFalse((found / "pages" / "tests").exists())

    def test_they_are_fetched_once(self):
        self.pin("pages==18.0.1")
        self.wheel("pages", "18.0.1")
        found = oca.folder(ODOO)
        for wheel in self.index.iterdir():
            wheel.unlink()
        self.assertEqual(oca.folder(ODOO), found)
        self.pin("pages==18.0.2")
        with self.assertRaises(oca.Unavailable):
            oca.folder(ODOO)

    def test_why_they_cannot_be_fetched_is_said(self):
        self.pin("pages==18.0.1")
        with self.assertRaisesRegex(oca.Unavailable, "odoo-addon-pages"):
            oca.folder(ODOO)
        # and the next run begins anew
        self.wheel("pages", "18.0.1")
        self.assertTrue((oca.folder(ODOO) / "pages").is_dir())
