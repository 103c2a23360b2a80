"""The tools of articles on OCA's document pages."""

from __future__ import annotations

from unittest import skipIf

from odoo.tests import tagged

from ...services.texts import markdown
from ..common import McpCase

EDITOR = "odoo_mcp.group_operator,document_page.group_document_editor"
APPROVER = "odoo_mcp.group_operator,document_page_approval.group_document_approver_user"
READER = "odoo_mcp.group_operator,document_knowledge.group_document_user"


class PagesCase(McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.mcp_user(cls, EDITOR, name="Eva Editor")
        cls.reader = cls.mcp_user(cls, READER, name="Rob Reader")
        pages = cls.env["document.page"]
        cls.category = pages.create({"name": "Cleo's rules", "type": "category"})

    def setUp(self):
        super().setUp()
        self._mcp_caller = self.editor

    def by(self, user, tool, **arguments):
        outcome = self.answer(self.make_call(tool, arguments, user=user))
        self.env.invalidate_all()
        return outcome

    def ask(self, tool, **arguments):
        return self.assertAnswers(self.by(self.editor, tool, **arguments))

    def write(self, **arguments):
        arguments = {"title": "Trips", "body": "# A\n\nOne\n\n# B\n\nTwo", **arguments}
        answer = self.ask("create_article", **arguments)
        return self.env["document.page"].browse(answer["id"])


@tagged("post_install", "-at_install", "-standard", "oca")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestDocumentPages(PagesCase):
    def test_a_page_is_written_and_read_in_markdown(self):
        page = self.write(parent=self.category.id)
        self.assertEqual((page.type, page.parent_id), ("content", self.category))
        self.assertIn("<h1>A</h1>", page.content)
        answer = self.assertAnswers(
            self.by(self.reader, "read_articles", article=page.id)
        )
        self.assertEqual(answer["source"], "document_page")
        self.assertEqual(answer["page"]["body"], "# A\n\nOne\n\n# B\n\nTwo")
        self.assertEqual(answer["page"]["above"]["name"], "Cleo's rules")

    def test_tree_and_search_know_the_pages(self):
        page = self.write(parent=self.category.id, body="the needle is here")
        rows = self.ask("read_articles", parent=self.category.id)["articles"]
        self.assertEqual([row["id"] for row in rows], page.ids)
        [row] = self.ask("read_articles", query="needle")["articles"]
        self.assertIn("the needle is here", row["snippet"])

    def test_each_text_is_in_the_history_and_comes_back(self):
        page = self.write()
        version = self.ask("read_articles", article=page.id)["page"]["version"]
        changed = {"article": page.id, "expected_version": version}
        self.ask("update_article", section="B", body="Three", **changed)
        self.assertEqual(len(page.history_ids), 2)
        outcome = self.by(self.editor, "update_article", body="x", **changed)
        self.assertRefused(outcome, "changed since")
        shown = self.ask("read_articles", article=page.id, history=True)["page"]
        self.assertEqual(shown["body"], "# A\n\nOne\n\n# B\n\nThree")
        first = shown["history"][-1]["id"]
        self.ask("update_article", article=page.id, restore=first)
        self.assertIn("Two", page.content)

    def test_undo_takes_a_change_back(self):
        page = self.write()
        self.ask("update_article", article=page.id, body="New")
        self.ask("undo")
        self.assertIn("Two", page.content)
        self.ask("delete_article", article=page.id)
        self.assertFalse(page.active)
        self.ask("undo")
        self.assertTrue(page.active)

    def test_this_addons_own_articles_are_not_used(self):
        own = self.env["mcp.article"]
        kept = own.with_user(self.editor).create(
            {"name": "Kept from before", "body": "<p>needle of old</p>"}
        )
        before = own.search_count([])
        page = self.write(body="needle of now")
        self.assertEqual(page._name, "document.page")
        self.assertEqual(own.search_count([]), before)
        answer = self.ask("read_articles", query="needle")
        self.assertEqual(answer["source"], "document_page")
        self.assertEqual([row["id"] for row in answer["articles"]], page.ids)
        outcome = self.by(self.editor, "read_articles", article=kept.name)
        self.assertRefused(outcome, kept.name)

    def test_tables_tasks_and_code_come_back_as_they_were_written(self):
        text = (
            "| City | Hotel |\n| --- | ---: |\n| Rome | 150 |\n\n"
            "- [ ] Ask\n- [x] Book\n\n```python\nprint(1)\n```"
        )
        page = self.write(body=text)
        body = self.ask("read_articles", article=page.id)["page"]["body"]
        self.assertEqual(body, text)

    def test_a_page_of_another_company_is_not_shown(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        page = self.write(body="needle")
        page.company_id = company
        self.env.flush_all()
        self.assertEqual(self.ask("read_articles", query="needle")["total"], 0)
        self.assertTrue(self.by(self.editor, "read_articles", article=page.id).is_error)

    def test_a_reader_does_not_write(self):
        page = self.write()
        for tool, arguments in (
            ("create_article", {"title": "x"}),
            ("update_article", {"article": page.id, "body": "x"}),
            ("delete_article", {"article": page.id}),
        ):
            self.assertTrue(self.by(self.reader, tool, **arguments).is_error, tool)
        self.assertIn("One", page.content)

    def test_who_has_no_right_to_pages_is_told(self):
        stranger = self.mcp_user("odoo_mcp.group_operator")
        self.assertTrue(self.by(stranger, "read_articles").is_error)

    def test_what_pages_cannot_do_is_said(self):
        page = self.write()
        for arguments, words in (
            ({"access": "private"}, "leave out access"),
            ({"writers": [self.reader.login]}, "leave out access"),
            ({"locked": True}, "cannot be locked"),
            ({"parent": page.id}, "below categories only"),
        ):
            outcome = self.by(
                self.editor, "update_article", article=page.id, **arguments
            )
            self.assertRefused(outcome, words)
        outcome = self.by(
            self.editor, "update_article", article=self.category.id, body="x"
        )
        self.assertRefused(outcome, "is a category")

    def test_stored_scripts_do_not_reach_a_reader(self):
        page = self.env["document.page"].create(
            {"name": "Bad", "content": "<p>a</p><script>steal()</script>"}
        )
        body = self.ask("read_articles", article=page.id)["page"]["body"]
        self.assertEqual(body, "a")


@tagged("post_install", "-at_install", "-standard", "oca")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestPagesWithApproval(PagesCase):
    """Changes that somebody approves first (document_page_approval)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approver = cls.mcp_user(cls, APPROVER, name="Ada Approver")

    def changed(self):
        """A page that says One, and a change to Two that waits."""
        page = self.write(parent=self.category.id, body="One")
        self.category.approval_required = True
        self.env.flush_all()
        answer = self.ask("update_article", article=page.id, body="Two")
        self.assertIn("waits for", answer["note"])
        return page

    def waiting(self, user):
        answer = self.assertAnswers(self.by(user, "list_pending_approvals"))
        found = {one["source"]: one for one in answer["sources"]}
        return found.get("changes of articles", {}).get("items", [])

    def test_a_change_waits_and_the_old_text_stays(self):
        page = self.changed()
        self.assertIn("One", page.content)
        shown = self.ask("read_articles", article=page.id, history=True)["page"]
        self.assertEqual(shown["body"], "One")
        self.assertEqual(len(shown["history"]), 1)

    def test_a_new_page_says_that_its_text_waits(self):
        self.category.approval_required = True
        self.env.flush_all()
        new = {"title": "New", "parent": self.category.id, "body": "Secret"}
        answer = self.ask("create_article", **new)
        self.assertIn("waits for", answer["note"])
        page = self.ask("read_articles", article=answer["id"])["page"]
        self.assertNotIn("Secret", page["body"])

    def test_who_may_approve_a_page_is_not_shown_his_own_change_or_anothers_page(self):
        author = self.mcp_user(APPROVER, name="Abe Author")
        self.editor = author
        self.changed()
        self.assertFalse(self.waiting(author))
        self.assertTrue(self.waiting(self.approver))
        others = self.env["res.groups"].create({"name": "Approvers of rules"})
        self.category.approver_gid = others
        self.env.flush_all()
        self.assertFalse(self.waiting(self.approver))

    def test_it_waits_for_the_approver_and_not_for_who_wrote_it(self):
        page = self.changed()
        [item] = self.waiting(self.approver)
        self.assertEqual(item["by"], "Eva Editor")
        for other in (self.editor, self.reader):
            self.assertFalse(self.waiting(other))
        self.by(
            self.approver,
            "execute_method",
            model="document.page.history",
            method="action_approve",
            record_ids=[item["id"]],
        )
        self.assertIn("Two", page.content)
        self.assertFalse(self.waiting(self.approver))
