"""What a client is told at the beginning fits the caller."""

from __future__ import annotations

import re
from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...services.callers.principal import Mode, Narrowing
from ..common import McpCase
from ..wire import WireCase

MODES = ("observer", "operator", "importer", "administrator")
WORD = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\bundo\b")


@tagged("post_install", "-at_install")
class TestInstructions(McpCase):
    def text(self, groups, **values):
        names = ",".join(f"odoo_mcp.group_{name}" for name in groups.split())
        self.user = self.mcp_user(names)
        env = self.env(user=self.user.id)
        self.who = self.principal(self.user, **values)
        return env["mcp.instructions"]._text(self.who)

    def test_it_is_short_and_names_only_tools_that_the_caller_may_call(self):
        for groups in (*MODES, "administrator developer"):
            text = self.text(groups, trusted=False)
            self.assertLess(len(text.encode()), 2048, groups)
            policy = self.env(user=self.user.id)["mcp.policy"]
            allowed = {d.name for d in policy._listed("tool", self.who)}
            known = {d.name for d in self.env["mcp.catalog"]._of_kind("tool")}
            self.assertLessEqual(set(WORD.findall(text)) & known, allowed, groups)

    def test_it_says_who_one_is_and_where(self):
        text = self.text("observer")
        for fact in (self.user.name, self.user.company_id.name, self.env.cr.dbname):
            self.assertIn(fact, text)

    def test_it_says_what_day_it_is_for_the_caller(self):
        late = datetime(2026, 3, 31, 22, 30)
        with patch.object(fields.Datetime, "now", staticmethod(lambda *_: late)):
            self.assertIn("Tuesday 2026-03-31 22:30 (UTC)", self.text("observer"))
            self.user.tz = "Europe/Berlin"
            text = "".join(
                self.env(user=self.user.id)["mcp.instructions"]._text(self.who)
            )
        self.assertIn("Wednesday 2026-04-01 00:30 (Europe/Berlin)", text)

    def test_who_only_reads_is_told_so(self):
        self.assertIn("only read", self.text("observer"))
        self.assertNotIn("undo", self.text("observer"))
        self.assertIn("only read", self.text("operator", ceiling=Mode.OBSERVER))
        narrow = Narrowing(read_only=True)
        self.assertIn("only read", self.text("operator", narrowing=narrow))

    def test_toolsets_asked_for_in_vain_are_named_with_those_there_are(self):
        asked = frozenset({"developer", "no_such", "hr", 'x"><b' + "y" * 99})
        narrow = Narrowing(toolsets=asked)
        text = self.text("operator", narrowing=narrow)
        line = next(t for t in text.split("\n") if "do not have" in t)
        vain, _there, known = line.partition("You have: ")
        for name in ("developer", "no_such"):
            self.assertIn(name, vain)
        self.assertNotIn("hr", vain.split())
        self.assertIn("records", known)
        self.assertNotIn("developer", known)
        self.assertNotIn("<", line)
        self.assertNotIn("y" * 50, line)
        narrow = Narrowing(toolsets=frozenset({"records"}))
        self.assertNotIn("do not have", self.text("operator", narrowing=narrow))
        self.assertNotIn("do not have", self.text("operator"))

    def test_lists_of_toolsets_that_leave_none_are_named_as_the_reason(self):
        text = self.text("operator", narrowing=Narrowing(toolsets=frozenset()))
        self.assertIn("No toolset is in all lists", text)
        self.assertNotIn("do not have", text)
        self.assertNotIn("only read here", text)

    def test_that_one_can_only_read_is_said_of_the_toolsets_where_it_is_theirs(self):
        narrow = Narrowing(toolsets=frozenset({"developer"}))
        text = self.text("operator", narrowing=narrow)
        self.assertNotIn("only read here", text)
        self.assertIn("With the toolsets that this connection asks for", text)
        self.assertIn("only read here", self.text("observer", narrowing=narrow))
        narrow = Narrowing(toolsets=frozenset({"general"}), read_only=True)
        self.assertIn("only read here", self.text("operator", narrowing=narrow))

    def test_who_must_confirm_is_told_so_and_who_writes_at_once_too(self):
        self.assertIn("preview", self.text("operator", trusted=False))
        narrow = Narrowing(
            toolsets=frozenset({"general", "records", "safety"}),
            exclude=frozenset({"delete_records"}),
        )
        text = self.text("administrator", narrowing=narrow)
        self.assertIn("at once", text)

    def test_it_counts_what_is_not_listed(self):
        text = self.text("administrator developer")
        listing = self.env(user=self.user.id)["mcp.listing"]
        hidden = len(listing._ranked(self.who)) - len(listing._tools(self.who))
        self.assertGreater(hidden, 0)
        self.assertIn(f"{hidden} more tools", text)

    def test_a_key_for_one_toolset_hears_nothing_of_others(self):
        text = self.text("administrator developer", toolsets=frozenset({"developer"}))
        self.assertNotIn("search_records", text)


@tagged("post_install", "-at_install")
class TestGreetings(WireCase):
    def test_both_eras_are_greeted_with_the_instructions(self):
        params = {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        }
        old = self.rpc("initialize", params).json()["result"]
        new = self.modern("server/discover").json()["result"]
        self.assertIn(self.mcp_caller.name, old["instructions"])
        self.assertEqual(new["instructions"], old["instructions"])

    def test_they_can_be_read_later_and_follow_the_narrowing(self):
        params = {"uri": "odoo://instructions"}
        narrow = "/mcp/v1?read_only=1"
        text = self.rpc("resources/read", params, path=narrow).json()["result"]
        self.assertIn("only read", text["contents"][0]["text"])
