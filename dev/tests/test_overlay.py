"""A tree without its ``lib`` folders is completed beside itself."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from lib import overlay


class TestOverlay(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.cache(self.root / "cache")
        self.tree, self.donor = self.root / "tree", self.root / "donor"
        self.write("tree/odoo-bin", "tree/odoo/addons/web/static/src/a.js")
        self.write("tree/odoo/addons/__init__.py", "tree/odoo/addons/base/b.py")
        self.write("donor/web/static/lib/owl.js", "donor/unknown/lib/c.py")

    def cache(self, folder: Path) -> None:
        folder.mkdir()
        patch = mock.patch.object(overlay, "cache", lambda name: _made(folder / name))
        patch.start()
        self.addCleanup(patch.stop)

    def write(self, *names: str) -> None:
        for name in names:
            _made((self.root / name).parent)
            (self.root / name).write_text(name)

    def files(self, folder: Path) -> set[str]:
        return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}

    def test_what_lacks_comes_from_the_donor(self):
        found = overlay.completed(self.tree, self.donor)
        library = found / "odoo/addons/web/static/lib/owl.js"
        self.assertEqual(library.read_text(), "donor/web/static/lib/owl.js")
        self.assertTrue((found / "odoo/addons/web/static/src/a.js").exists())
        self.assertTrue((found / "odoo/addons/base/b.py").exists())

    def test_the_given_tree_stays_as_it_is(self):
        before = self.files(self.tree)
        overlay.completed(self.tree, self.donor)
        self.assertEqual(self.files(self.tree), before)

    def test_addons_that_the_tree_does_not_have_are_not_added(self):
        found = overlay.completed(self.tree, self.donor)
        self.assertFalse((found / "odoo/addons/unknown").exists())

    def test_the_script_is_a_copy_so_that_python_looks_beside_it(self):
        found = overlay.completed(self.tree, self.donor)
        self.assertFalse((found / "odoo-bin").is_symlink())

    def test_a_complete_tree_is_used_as_it_is(self):
        self.write("tree/odoo/addons/web/static/lib/owl.js")
        self.assertEqual(overlay.completed(self.tree, self.donor), self.tree)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
