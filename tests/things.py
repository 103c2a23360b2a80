"""Things of the fixture addon, for tests of the reading tools."""

from __future__ import annotations

import json

from .common import McpCase


class ThingCase(McpCase):
    """An observer, and things to read."""

    mcp_needs = ("mcp.test.thing",)

    def setUp(self):
        super().setUp()
        self.things = self.env["mcp.test.thing"]
        self.user = self.mcp_user("odoo_mcp.group_observer", tz="America/New_York")
        self._mcp_caller = self.user

    def read(self, things, *fields):
        """The rows of ``get_record`` with ``fields``, as the observer."""
        return self.structured(
            "get_record",
            model="mcp.test.thing",
            record_ids=things.ids,
            fields=list(fields),
        )["records"]

    def structured(self, tool, **arguments):
        return self.assertAnswers(self.call(tool, **arguments))

    def hide(self, records):
        """A record rule that hides ``records`` from everybody (not from sudo)."""
        self.env["ir.rule"].create(
            {
                "name": "hidden",
                "model_id": self.env["ir.model"]._get(records._name).id,
                "domain_force": str([("id", "not in", records.ids)]),
            }
        )


def size(outcome) -> int:
    """Bytes of both halves of an answer."""
    data = json.dumps(outcome.structured, ensure_ascii=False, separators=(",", ":"))
    return len(data.encode()) + len(outcome.text.encode())
