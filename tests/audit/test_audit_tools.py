"""The audit as clients read it: their own rows, or everybody's for administrators."""

from __future__ import annotations

import csv
import io
import json
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL

from ...services.audit import audit_rows
from ...services.documents import spreadsheets
from ..common import McpCase
from ..things import size


class AuditToolCase(McpCase):
    def setUp(self):
        super().setUp()
        self.ada = self.mcp_user("odoo_mcp.group_observer", tz="America/New_York")
        self.bob = self.mcp_user("odoo_mcp.group_observer")
        self.chief = self.mcp_user("odoo_mcp.group_administrator")
        for user, city in ((self.ada, "Ockham"), (self.bob, "Marylebone")):
            domain = [["city", "=", city]]
            self.as_user(user, "count_records", model="res.partner", domain=domain)

    def as_user(self, user, tool, /, **arguments):
        return self.answer(self.make_call(tool, arguments, user=user))

    def rows(self, user, /, **arguments):
        return self.assertAnswers(self.as_user(user, "search_audit_log", **arguments))[
            "rows"
        ]


@tagged("post_install", "-at_install")
class TestSearchAuditLog(AuditToolCase):
    def test_users_see_their_own_calls_and_administrators_all(self):
        asked = {"tool": "count_records"}
        (own,) = self.rows(self.ada, **asked)
        self.assertIn("Ockham", json.dumps(own["arguments"]))
        self.assertEqual(self.rows(self.ada, **asked, user=self.bob.name), [])
        users = {row["user"] for row in self.rows(self.chief, **asked)}
        self.assertLessEqual({self.ada.name, self.bob.name}, users)

    def test_the_records_tools_show_users_no_more_than_that(self):
        arguments = {"model": "mcp.audit.log", "fields": ["user_id"]}
        answer = self.as_user(self.ada, "search_records", **arguments)
        found = self.assertAnswers(answer)["records"]
        self.assertEqual({row["user_id"] for row in found}, {self.ada.id})

    def test_a_key_of_some_companies_sees_its_own_calls_alone(self):
        """What other keys of the user did may be of any company."""
        companies = frozenset(self.ada.company_id.ids)
        for credential, seen in (("test:1", 1), ("test:2", 0)):
            about = {"credential": credential, "companies": companies}
            principal = self.principal(self.ada, **about)
            for tool, arguments in (
                ("search_audit_log", {"tool": "count_records"}),
                (
                    "search_records",
                    {
                        "model": "mcp.audit.log",
                        "domain": [
                            ["tool", "=", "count_records"],
                            ["phase", "=", "outcome"],
                        ],
                    },
                ),
            ):
                call = self.make_call(
                    tool, arguments, user=self.ada, principal=principal
                )
                answer = self.assertAnswers(self.answer(call))
                self.assertEqual(len(answer.get("rows", answer.get("records"))), seen)

    def test_calls_are_found_by_what_is_known_of_them(self):
        self.as_user(self.ada, "count_records", model="no.such.model")
        for asked, tools in (
            ({"query": "Ockham"}, ["count_records"]),
            ({"result": "error"}, ["count_records"]),
            ({"result": "error", "query": "no.such.model"}, ["count_records"]),
            ({"result": "refused"}, []),
            ({"effect": "delete"}, []),
            ({"date_to": "2001-01-01"}, []),
            ({"tool": "count_records", "date_from": "2001-01-01T00:00:00Z"}, None),
        ):
            found = [row["tool"] for row in self.rows(self.ada, **asked)]
            expected = ["count_records"] * 2 if tools is None else tools
            self.assertEqual(found, expected, asked)
        call_id = self.rows(self.ada, result="error")[0]["call_id"]
        self.assertEqual(len(self.rows(self.ada, call_id=call_id)), 1)

    def test_a_name_that_no_tool_has_is_said_to_be_none(self):
        for name, note in (
            ("nope", "No tool is called nope."),
            ("install_module", None),
        ):
            call = self.make_call("search_audit_log", {"tool": name})
            self.assertEqual(self.assertAnswers(self.answer(call))["note"], note)

    def test_a_call_that_has_not_ended_is_found_as_open(self):
        (row,) = self.rows(self.ada, result="open")
        self.assertEqual(row["tool"], "search_audit_log")

    def test_times_have_the_offset_of_the_caller(self):
        self.assertRegex(self.rows(self.ada, limit=1)[0]["time"], r"-0[45]:00$")

    def test_pages_go_on_where_they_ended_and_stay_within_the_budget(self):
        domain = [["name", "=", "x" * 1500]]
        for _turn in range(60):
            self.as_user(self.ada, "count_records", model="res.partner", domain=domain)
        first = self.as_user(self.ada, "search_audit_log", limit=100)
        self.assertLessEqual(size(first), 60 * 1024)
        seen = len(first.structured["rows"])
        self.assertEqual(first.structured["next_offset"], seen)
        self.assertGreater(first.structured["total"], seen)
        offset = first.structured["next_offset"]
        (row,) = self.rows(self.ada, limit=1, offset=offset + 1)
        calls = {r["call_id"] for r in first.structured["rows"]}
        self.assertNotIn(row["call_id"], calls)

    def test_who_looks_for_his_own_calls_reads_no_calls_of_others(self):
        self.env.cr.execute(
            "INSERT INTO mcp_audit_log (call_id, phase, time, user_id, tool, result) "
            "SELECT 'x' || n, phase, now(), %s, 'count_records', 'ok' FROM "
            "generate_series(1, 10000) n, unnest(ARRAY['intent', 'outcome']) phase",
            [self.bob.id],
        )
        self.env.cr.execute("ANALYZE mcp_audit_log")
        asked = dict.fromkeys(["result", "user", "tool", "effect", "call_id", "query"])
        asked |= {"date_from": None, "date_to": None}
        log = self.env["mcp.audit.log"].with_user(self.ada)
        query = log._search(audit_rows.domain(log.env, asked))
        plan = SQL("EXPLAIN (ANALYZE) %s", query.select(SQL("COUNT(*)")))
        lines = [line for (line,) in self.env.execute_query(plan)]
        removed = [line for line in lines if "Rows Removed by Filter" in line]
        self.assertLess(sum(int(line.split(":")[1]) for line in removed), 100, lines)

    def test_a_wrong_date_is_refused(self):
        answer = self.as_user(self.ada, "search_audit_log", date_from="yesterday")
        self.assertRefused(answer, "date_from: a time such as")


@tagged("post_install", "-at_install")
class TestExportAuditLog(AuditToolCase):
    def file(self, user, /, **arguments):
        """The answer, and the content behind its link."""
        answer = self.as_user(user, "export_audit_log", **arguments)
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        self.assertEqual(link.user_id, user)
        return self.assertAnswers(answer), link._stored().raw

    def test_users_export_their_own_calls_and_administrators_all(self):
        facts, content = self.file(self.ada, tool="count_records")
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        self.assertEqual((row["user"], row["result"]), (self.ada.name, "ok"))
        self.assertEqual((facts["rows"], facts["total"]), (1, 1))
        self.assertEqual(facts["size"], len(content))
        self.assertFalse(facts["truncated"])
        _facts, content = self.file(self.chief, tool="count_records", format="json")
        users = {row["user"] for row in json.loads(content)}
        self.assertLessEqual({self.ada.name, self.bob.name}, users)

    def test_the_link_is_of_this_server_and_the_file_is_not_in_the_answer(self):
        facts, _content = self.file(self.ada, tool="count_records")
        self.assertIn("/mcp/v1/files/", facts["url"])
        self.assertNotIn("Ockham", json.dumps(facts))

    def test_cells_are_never_run_as_formulas(self):
        for text in ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"):
            self.assertEqual(spreadsheets.cell(text), f"'{text}")
        self.assertEqual(spreadsheets.cell(-1), -1)
        self.assertEqual(spreadsheets.cell({"a": "=1"}), '{"a": "=1"}')
        self.as_user(self.ada, "count_records", model="=cmd|'/c calc'!A1")
        _facts, content = self.file(self.ada, result="error")
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            self.assertFalse([cell for cell in row if cell.startswith("=")])

    def test_many_rows_are_read_page_by_page_and_each_once(self):
        self.patch(audit_rows, "PAGE", 2)
        for _turn in range(4):
            self.as_user(self.ada, "count_records", model="res.partner")
        facts, content = self.file(self.ada, format="json", tool="count_records")
        calls = [row["call_id"] for row in json.loads(content)]
        self.assertEqual((len(calls), len(set(calls))), (5, 5))
        self.assertEqual(facts["rows"], 5)

    def test_no_page_reads_again_what_came_before_it(self):
        self.patch(audit_rows, "PAGE", 2)
        for _turn in range(6):
            self.as_user(self.ada, "count_records", model="res.partner")
        asked, execute = [], Cursor.execute

        def noted(cursor, query, *args, **options):
            asked.append(query.code if isinstance(query, SQL) else str(query))
            return execute(cursor, query, *args, **options)

        with patch.object(Cursor, "execute", noted):
            facts, content = self.file(self.ada, tool="count_records")
        self.assertEqual(facts["rows"], 7)
        self.assertFalse([text for text in asked if "OFFSET" in text])
        (newest, *_others) = self.rows(self.ada, tool="count_records")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        self.assertEqual(rows[0]["call_id"], newest["call_id"])
        self.assertEqual(rows[-1]["arguments"].count("Ockham"), 1)

    def test_rows_are_written_as_they_are_read(self):
        self.patch(audit_rows, "PAGE", 2)
        for _turn in range(4):
            self.as_user(self.ada, "count_records", model="res.partner")
        steps, read, cell = [], audit_rows.row, spreadsheets.cell
        self.patch(
            audit_rows, "row", lambda record: steps.append("read") or read(record)
        )
        self.patch(
            spreadsheets, "cell", lambda value: steps.append("written") or cell(value)
        )
        facts, _content = self.file(self.ada, tool="count_records")
        self.assertEqual(facts["rows"], 5)
        header = len(audit_rows.COLUMNS)
        self.assertEqual(steps[header : header + 3], ["read", "written", "written"])

    def test_a_file_that_waits_is_not_copied_into_the_database(self):
        for kind in ("csv", "json"):
            self.file(self.ada, tool="count_records", format=kind)
            link = self.env["mcp.link"].search([], order="id desc", limit=1)
            self.assertFalse(link._stored().index_content)
        note = {"name": "n.txt", "raw": b"a note of words", "mimetype": "text/plain"}
        kept = self.env["ir.attachment"].create(note)
        self.assertIn("words", kept.index_content)
