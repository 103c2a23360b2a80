"""Generated pages say what the sources say now; what pages name and link to exists."""

from __future__ import annotations

import re
import unittest
from collections.abc import Iterator
from pathlib import Path

from lib import configuration, docs
from lib.paths import ROOT

BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([\w./*<>-]+)`")
# what begins with a folder of the repository, or is called like a file of it
PATH = re.compile(
    r"(?:controllers|services|tools|models|guards|data|dev|docs|tests)/.+|.+\.py"
)
# methods of the protocol
NO_PATHS = {"tools/list", "tools/call"}


def pages() -> Iterator[tuple[Path, str]]:
    """README and all of ``docs``, without what stands in blocks of code."""
    for path in (Path(ROOT) / "README.md", *Path(ROOT).glob("docs/**/*.md")):
        yield path, BLOCK.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def is_there(name: str) -> bool:
    """Whether a path of the repository, or its end, exists; ``<tool>`` is any one."""
    pattern = re.sub(r"<\w+>", "*", name.rstrip("/"))
    return any(Path(ROOT).glob(pattern)) or any(Path(ROOT).glob(f"*/**/{pattern}"))


class TestPages(unittest.TestCase):
    def test_links_between_pages_lead_somewhere(self):
        found = 0
        for page, text in pages():
            for link in LINK.findall(text):
                if "://" in link or link.startswith(("/", "mailto:")):
                    continue
                name, _hash, anchor = link.partition("#")
                target = page.parent / name if name else page
                with self.subTest(page.name, link=link):
                    self.assertTrue(target.exists())
                    if anchor:
                        self.assertIn(anchor, anchors(target))
                found += 1
        self.assertGreater(found, 100)

    def test_files_that_pages_name_exist(self):
        found = 0
        for page, text in pages():
            for name in QUOTED.findall(text):
                if PATH.fullmatch(name) and name not in NO_PATHS:
                    found += 1
                    with self.subTest(page.name, name=name):
                        self.assertTrue(is_there(name))
        self.assertGreater(found, 50)


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
