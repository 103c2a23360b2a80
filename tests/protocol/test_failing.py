"""A request that fails for good, outside any handler: still an answer in JSON."""

from __future__ import annotations

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.protocol import failing
from ..wire import WireCase

QUIET = ("odoo.http", "odoo.sql_db", "odoo.service.model")


@tagged("post_install", "-at_install")
class TestFailing(WireCase):
    def conflict(self, times: int):
        params = {"name": "probe_conflict", "arguments": {"count": times}}
        with mute_logger(*QUIET):
            return self.modern("tools/call", params)

    def phases(self):
        rows = self.env["mcp.audit.log"].search([("tool", "=", "probe_conflict")])
        return sorted((row.phase, row.result or "") for row in rows)

    def test_odoo_runs_a_conflicting_call_again_as_the_same_call(self):
        result = self.conflict(1).json()["result"]
        self.assertFalse(result["isError"], result)
        self.assertEqual(result["content"][0]["text"], "run 2")
        phases = [phase for phase, _result in self.phases()]
        self.assertEqual(phases, ["intent", "outcome"])

    # two runs instead of five: Odoo waits up to 2, 4, 8 seconds between them
    @patch("odoo.service.model.MAX_TRIES_ON_CONCURRENCY_FAILURE", 2)
    def test_a_call_that_conflicts_for_good_says_that_nothing_was_done(self):
        answer = self.conflict(99)
        self.assertEqual(answer.status_code, 200)
        result = answer.json()["result"]
        self.assertTrue(result["isError"])
        self.assertIn("nothing was done", result["content"][0]["text"])
        self.assertEqual(result["resultType"], "complete")
        self.assertEqual(answer.headers["Retry-After"], "1")

    def test_the_intent_of_a_failed_request_is_closed_as_rolled_back(self):
        call = self.make_call("probe_conflict", {"count": 1})
        call.env["mcp.audit.log"]._intend(call)
        call.transaction.commit_pending()
        self.assertEqual(self.phases(), [("intent", "intent")])
        for _turn in range(2):
            failing.close_intent(self.registry, call.id)
        closed = [("intent", "intent"), ("outcome", "rolled_back")]
        self.assertEqual(self.phases(), closed)
