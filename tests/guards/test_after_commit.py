"""What fails after the commit undoes nothing, and the answer is not that it did."""

from __future__ import annotations

from contextlib import closing

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ...services.transactions import after_commit
from ..wire import STREAMED, WireCase, events

LOGGER = "odoo.addons.odoo_mcp.services.transactions.after_commit"
QUIET = (LOGGER, "odoo.http", "odoo.sql_db")
VALUES = {"model": "res.partner", "values": {"name": "Kept"}}


def fail():
    raise ValueError("the mail server is gone")


@tagged("post_install", "-at_install")
class TestHooks(TransactionCase):
    def test_the_rest_is_done_and_the_failure_is_logged(self):
        done = []
        with closing(db_connect(self.env.cr.dbname).cursor()) as cr:
            cr.postcommit.add(lambda: done.append("before"))
            hooks = after_commit.watched(cr)
            hooks.on_failure = lambda: done.append("told")
            cr.postcommit.add(fail)
            cr.postcommit.add(lambda: done.append("after"))
            self.assertIs(after_commit.watched(cr), hooks)
            with self.assertLogs(LOGGER, "ERROR") as logged:
                cr.commit()  # pylint: disable=invalid-commit
            self.assertIn("the mail server is gone", logged.output[0])
            self.assertFalse(cr.postcommit._funcs or cr.postcommit.data)
        self.assertEqual(done, ["before", "after", "told"])


@tagged("post_install", "-at_install")
class TestAfterCommit(WireCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        partners = type(self.env["res.partner"])
        create = partners.create

        def with_a_mail(model, rows):
            model.env.cr.postcommit.add(fail)
            return create(model, rows)

        self.patch(partners, "create", with_a_mail)
        self.let_cursors_run_hooks()

    def let_cursors_run_hooks(self):
        """Those of tests forget them instead."""
        with closing(self.registry.cursor()) as cr:
            cursors = type(cr)
        commit = cursors.commit

        def commit_and_run(cr):
            cr.flush()
            cr.postcommit.run()
            commit(cr)

        self.patch(cursors, "commit", commit_and_run)

    def made(self):
        return self.env["res.partner"].search_count([("name", "=", "Kept")])

    def assertKept(self, result):
        self.assertFalse(result["isError"], result)
        self.assertIn("What was done is kept", result["content"][-1]["text"])
        self.assertEqual(self.made(), 1)
        row = self.env["mcp.audit.log"].search([("phase", "=", "outcome")], limit=1)
        self.assertEqual(row.result, "ok")

    def test_the_answer_is_that_of_the_call_and_says_what_failed_after_it(self):
        params = {"name": "create_records", "arguments": VALUES}
        with mute_logger(*QUIET):
            result = self.modern("tools/call", params).json()["result"]
        self.assertKept(result)
        self.assertIn("is kept", result["structuredContent"]["warning"])
        self.assertEqual(len(result["structuredContent"]["ids"]), 1)

    def test_a_streamed_answer_says_so_too(self):
        params = {"name": "create_records", "arguments": VALUES}
        headers = {**STREAMED, **self.open_session(elicitation={})}
        with mute_logger(*QUIET):
            answer = self.rpc("tools/call", params, headers, stream=True)
            *_told, last = events(answer)
        self.assertKept(last["result"])
