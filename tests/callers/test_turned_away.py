"""Known callers who are refused before any call.

That a stop is in the audit too: ``tests/external/stopping.py``. In a test the request
rolls back what is written of it once it has looked at its user.
"""

from __future__ import annotations

from odoo.tests import tagged

from .test_authentication import AuthenticationCase


@tagged("post_install", "-at_install")
class TestTurnedAway(AuthenticationCase):
    def test_a_known_caller_who_is_refused_is_in_the_audit_once_a_minute(self):
        secret = self.key(addresses="10.0.0.0/8")
        key = self.record_of(secret)
        for _time in range(3):
            self.assertAnswered(403, self.ask(secret))
        rows = self.env["mcp.audit.log"].search([("credential", "=", f"key:{key.id}")])
        self.assertEqual(
            [(r.user_id, r.tool, r.result, r.address) for r in rows],
            [(key.user_id.id, "turned_away", "refused", "127.0.0.1")],
        )
        self.assertIn("address", rows.reason)
        self.assertEqual(self.env["mcp.audit.log"]._verify(), [])
