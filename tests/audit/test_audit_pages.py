"""The page *Calls*: each call once, and keys by their names."""

from __future__ import annotations

from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestAuditPages(McpCase):
    def setUp(self):
        super().setUp()
        self.log = self.env["mcp.audit.log"]
        self.env["mcp.key"]._mcp_generate(self.mcp_caller, "Night shift")
        self.key = self.env["mcp.key"].search([], limit=1)
        self.name = f"Night shift (key:{self.key.id})"

    def called(self, **values):
        """A call with the key, and its rows."""
        principal = self.principal(credential=f"key:{self.key.id}")
        call = self.make_call("get_capabilities", principal=principal, **values)
        self.answer(call)
        return self.log.search([("call_id", "=", call.id)], order="id")

    def shown(self, rows):
        """Those of ``rows`` that the page has, whatever filter is on."""
        action = self.env.ref("odoo_mcp.mcp_audit_log_action")
        domain = safe_eval(action.domain)
        return self.log.search([*domain, ("id", "in", rows.ids)])

    def test_a_call_is_shown_once_by_its_outcome(self):
        rows = self.called()
        self.assertEqual(rows.mapped("phase"), ["intent", "outcome"])
        self.assertEqual(self.shown(rows), rows[1])
        hidden = self.log.search([("is_last", "=", False), ("id", "in", rows.ids)])
        self.assertEqual(hidden, rows[0])
        action = rows[1].action_rows()
        self.assertEqual(self.log.search(action["domain"], order="id"), rows)

    def test_a_call_that_runs_is_shown_by_its_intent(self):
        call = self.make_call("get_capabilities")
        self.log._intend(call)
        call.transaction.commit_pending()
        row = self.log.search([("call_id", "=", call.id)])
        self.assertEqual(self.shown(row).result, "intent")

    def filtered(self, name):
        """The domain of a filter of the page."""
        arch = etree.fromstring(self.log.get_view(view_type="search")["arch"])
        (found,) = arch.xpath(f"//filter[@name='{name}']")
        return safe_eval(found.get("domain"))

    def test_who_was_turned_away_called_and_who_changed_a_key_did_not(self):
        for event, kept, left in (
            ("turned_away", "calls", "acts"),
            ("key_changed", "acts", "calls"),
        ):
            self.log._note(event, {})
            row = [("id", "=", self.log.search([("tool", "=", event)], limit=1).id)]
            with self.subTest(event):
                self.assertTrue(self.log.search([*row, *self.filtered(kept)]))
                self.assertFalse(self.log.search([*row, *self.filtered(left)]))

    def test_keys_are_shown_grouped_and_found_by_their_names(self):
        row = self.called()[1]
        self.assertEqual(row.credential_name, self.name)
        self.env.flush_all()
        mine = [("id", "=", row.id)]
        groups = self.log._read_group(mine, ["credential_name"])
        self.assertEqual(groups, [(self.name,)])
        field = self.log.fields_get(["credential_name"])["credential_name"]
        self.assertTrue(field["groupable"])
        for leaf, found in (
            (("credential_name", "=", self.name), True),
            (("credential_name", "in", [self.name]), True),
            (("credential_name", "!=", self.name), False),
            (("credential_name", "ilike", "night"), True),
            (("credential_name", "ilike", f"key:{self.key.id}"), True),
            (("credential_name", "not ilike", "night"), False),
            (("credential_name", "ilike", "day"), False),
        ):
            with self.subTest(leaf):
                self.assertEqual(bool(self.log.search([*mine, leaf])), found)

    def test_what_is_no_key_keeps_its_own_name(self):
        self.log._note("key_changed", {})
        row = self.log.search([("tool", "=", "key_changed")], limit=1)
        self.assertEqual(row.credential_name, "odoo")
        self.env.flush_all()
        groups = self.log._read_group([("id", "=", row.id)], ["credential_name"])
        self.assertEqual(groups, [("odoo",)])

    def test_effects_are_words_of_the_readers_language(self):
        labels = dict(self.log.fields_get(["effect"])["effect"]["selection"])
        self.assertEqual(labels["change"], "changes")
        row = self.called()[1]
        self.assertEqual(row.effect, "read")
        self.assertEqual(Form(row).effect, "read")
        (group,) = self.log._read_group([("id", "=", row.id)], ["effect"])
        self.assertEqual(group, ("read",))
