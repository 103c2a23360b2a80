"""Arguments that are no JSON object are refused in words, before anything is sent."""

from __future__ import annotations

import argparse
import sys
import unittest
from unittest.mock import patch

from lib import calling


class TestArguments(unittest.TestCase):
    def test_an_object_is_taken(self):
        self.assertEqual(calling._object('{"limit": 10}'), {"limit": 10})

    def test_text_that_is_no_json_is_told_with_its_place(self):
        with self.assertRaisesRegex(argparse.ArgumentTypeError, "no JSON: .*column 2"):
            calling._object("{limit: 10}")

    def test_a_list_is_no_object(self):
        with self.assertRaisesRegex(argparse.ArgumentTypeError, "JSON object"):
            calling._object("[1]")


class TestTold(unittest.TestCase):
    def test_a_server_that_does_not_answer_names_the_command_that_starts_it(self):
        with self.assertRaisesRegex(SystemExit, "localhost:1/mcp/v1: .*dev/run"):
            self.call_at("http://localhost:1/mcp/v1")

    def call_at(self, url):
        with (
            patch.object(calling, "known", return_value=(url, "mcp_none")),
            patch.object(sys, "argv", ["dev/call"]),
        ):
            calling.main()
