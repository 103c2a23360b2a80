"""What is printed and written for people to paste works."""

from __future__ import annotations

import json
import re
import unittest
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from lib import clients
from lib.paths import ROOT

CALL = re.compile(r"dev/call ([a-z_]+) '(\{.*?\})'")


def calls(text: str) -> Iterator[tuple[str, dict]]:
    for name, arguments in CALL.findall(text):
        yield name, json.loads(arguments)


def banner() -> str:
    known = ("http://localhost:8069/mcp/v1", "mcp_key")
    with patch.object(clients, "known", lambda: known):
        return clients.banner("Odoo", Path("odoo.log"))


class TestClients(unittest.TestCase):
    def test_the_banner_suggests_a_call_that_works(self):
        (call,) = calls(banner())
        self.assertCallable(*call)

    def test_every_call_in_the_documents_works(self):
        pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        found = [call for page in pages for call in calls(page.read_text("utf-8"))]
        self.assertTrue(found)
        for call in found:
            with self.subTest(call):
                self.assertCallable(*call)

    def test_the_banner_names_the_bridge_in_the_version_of_the_documents(self):
        pinned = re.compile(r"mcp-remote@[\d.]+")
        documented = pinned.findall((ROOT / "docs" / "connect.md").read_text("utf-8"))
        self.assertEqual(pinned.findall(banner()), documented)

    def assertCallable(self, name: str, arguments: dict) -> None:
        surface = ROOT / "tests" / "snapshots" / f"tool.{name}.json"
        self.assertTrue(surface.exists(), f"there is no tool {name}")
        schema = json.loads(surface.read_text("utf-8"))["input"]
        self.assertLessEqual(set(arguments), set(schema["properties"]))
        self.assertLessEqual(set(schema.get("required", ())), set(arguments))
        for key, value in arguments.items():
            allowed = schema["properties"][key].get("enum", [value])
            self.assertIn(value, allowed)
