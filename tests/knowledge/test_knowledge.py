"""The tools of articles, on this addon's own."""

from __future__ import annotations

import base64
from unittest import skipIf

from odoo.tests import tagged

from ...services.articles import source_of
from ...services.texts import markdown
from .test_articles import ArticleCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
TEXT = """# Travel

Book **early**.

## Hotels

Up to 120 EUR.

## Trains

First class from 4 hours."""


class KnowledgeCase(ArticleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if source_of(cls.env).name != "articles":
            cls.skipTest(cls, "articles are kept elsewhere here")

    def by(self, user, tool, **arguments):
        """The answer of a call as ``user``."""
        outcome = self.answer(self.make_call(tool, arguments, user=user))
        self.env.invalidate_all()
        return outcome

    def ask(self, tool, **arguments):
        return self.assertAnswers(self.by(self.owner, tool, **arguments))

    def write(self, **arguments):
        """A new article of the owner's, by the tool."""
        arguments = {"title": "Travel policy", "body": TEXT, **arguments}
        answer = self.ask("create_article", **arguments)
        return self.env["mcp.article"].browse(answer["id"])

    def body_of(self, article, user=None, **arguments):
        outcome = self.by(
            user or self.owner, "read_articles", article=article.id, **arguments
        )
        return self.assertAnswers(outcome)["page"]["body"]


@tagged("post_install", "-at_install")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestWritingArticles(KnowledgeCase):
    def test_an_article_is_written_in_markdown_and_read_so(self):
        answer = self.ask("create_article", title="Cleo's trips", body=TEXT, icon="🚆")
        self.assertEqual(answer["source"], "articles")
        self.assertEqual(
            (answer["title"], answer["access"]), ("Cleo's trips", "private")
        )
        article = self.env["mcp.article"].browse(answer["id"])
        self.assertIn("<strong>early</strong>", article.body)
        self.assertEqual(article.owner_id, self.owner)
        self.assertTrue(answer["url"].endswith(f"/odoo/mcp.article/{article.id}"))
        outcome = self.by(self.owner, "odoo_read_articles", article="Cleo's trips")
        page = self.assertAnswers(outcome)["page"]
        self.assertEqual(page["body"], TEXT)
        self.assertEqual(page["headings"], ["# Travel", "## Hotels", "## Trains"])
        self.assertIn("Book **early**.", outcome.text)

    def test_it_is_shared_with_people_and_groups_by_name(self):
        group = self.env.ref("base.group_allow_export")
        article = self.write(
            readers=[self.reader.login, "base.group_allow_export"],
            writers=[self.writer.name],
        )
        self.assertEqual(article.category, "shared")
        self.assertEqual(article.reader_ids, self.reader)
        self.assertEqual(article.reader_group_ids, group)
        self.assertEqual(article.writer_ids, self.writer)
        self.assertEqual(self.body_of(article, self.reader), TEXT)
        changed = {"article": article.id, "title": "Mine"}
        outcome = self.by(self.reader, "update_article", **changed)
        self.assertTrue(outcome.is_error)
        self.assertAnswers(self.by(self.writer, "update_article", **changed))

    def test_a_sub_article_is_seen_by_who_sees_the_one_above(self):
        top = self.write(access="workspace_write")
        answer = self.assertAnswers(
            self.by(self.stranger, "create_article", title="Visa", parent=top.id)
        )
        self.assertEqual(answer["above"], {"id": top.id, "name": "Travel policy"})
        self.assertEqual(answer["access"], "workspace, everybody may change it")

    def test_text_is_replaced_appended_or_changed_in_one_section(self):
        article = self.write()
        body = article.body
        self.ask("update_article", article=article.id, body="More.", mode="append")
        self.assertEqual(article.body, f"{body}\n<p>More.</p>\n")
        self.ask(
            "update_article", article=article.id, body="150 EUR.", section="hotels"
        )
        self.assertIn("<h2>Hotels</h2>\n<p>150 EUR.</p>", article.body)
        self.assertNotIn("120", article.body)
        self.assertIn("First class", article.body)
        answer = self.ask("odoo_update_article", article_id=article.id, body="All new")
        self.assertEqual(article.body, "<p>All new</p>\n")
        self.assertNotIn("note", answer)
        self.assertEqual(len(article.version_ids), 4)

    def test_a_section_keeps_what_markdown_cannot_say_elsewhere(self):
        styled = '<p style="color: red">Red</p>'
        article = self.article(body=f"<h1>A</h1>{styled}<h1>B</h1><p>Old</p>")
        outcome = self.by(self.owner, "read_articles", article=article.id)
        article.body = f'{article.body}<div class="o_file"><hr><u>x</u></div>'
        self.ask("update_article", article=article.id, section="B", body="New")
        self.assertIn("color: red", article.body)
        self.assertNotIn("Old", article.body)
        self.assertFalse(outcome.is_error)

    def test_what_markdown_lacks_is_said_before_it_is_lost(self):
        article = self.article(body="<p>plain</p>")
        for body in (
            "<p><u>under</u></p>",
            '<p><span style="color: red">x</span></p>',
            '<div class="o_text_columns"><p>x</p></div>',
            '<a class="btn btn-primary" href="https://a.b">x</a>',
            "<table><tbody><tr><td><ul><li>x</li></ul></td></tr></tbody></table>",
        ):
            article.body = body
            answer = self.ask("read_articles", article=article.id)
            self.assertTrue(answer["page"]["lossy"], body)
            self.assertIn("replace would lose it", answer["note"])

    def test_what_odoo_s_editor_writes_is_not_taken_for_a_loss(self):
        article = self.article(
            body='<p data-oe-version="1.2">Hi <b>you</b><br></p><p><br></p>'
            '<ul class="o_checklist"><li id="checkId-1" class="o_checked">x</li></ul>'
            '<table class="table table-bordered o_table"><tbody><tr><td><p>a</p></td>'
            '</tr><tr><td style="width: 5px">b</td></tr></tbody></table>'
            '<a href="https://a.b" target="_blank" rel="noreferrer">y</a>'
        )
        for shown in (article, self.write()):
            answer = self.ask("read_articles", article=shown.id)
            self.assertFalse(answer["page"]["lossy"])
            self.assertNotIn("note", answer)

    def test_of_two_headings_of_one_name_each_can_be_said(self):
        article = self.write(
            body="# One\n\na\n\n## In\n\nb\n\n# One\n\nc\n\n# Two\n\nd"
        )
        given = {"article": article.id, "body": "new", "section": "One"}
        outcome = self.by(self.owner, "update_article", **given)
        self.assertRefused(outcome, "One (1); One > In; One (2); Two.")
        self.ask("update_article", **{**given, "section": "One (2)"})
        self.assertIn("<p>a</p>", article.body)
        self.assertNotIn("<p>c</p>", article.body)
        self.assertIn("<p>new</p>", article.body)

    def test_a_wrong_or_doubtful_section_names_those_there_are(self):
        article = self.write(body="# A\n\n## X\n\n1\n\n# B\n\n## X\n\n2")
        wrong = {"article": article.id, "body": "3", "section": "Y"}
        outcome = self.by(self.owner, "update_article", **wrong)
        self.assertRefused(outcome, "No heading is called Y", "A > X")
        outcome = self.by(self.owner, "update_article", **{**wrong, "section": "X"})
        self.assertRefused(outcome, "Several headings")
        self.ask("update_article", **{**wrong, "section": "B > X"})
        self.assertEqual(self.body_of(article, section="B"), "# B\n\n## X\n\n3")

    def test_nothing_of_another_is_overwritten(self):
        article = self.write(access="workspace_write")
        version = self.ask("read_articles", article=article.id)["page"]["version"]
        changed = {"article": article.id, "expected_version": version}
        self.assertAnswers(
            self.by(self.stranger, "update_article", body="Mine", **changed)
        )
        outcome = self.by(self.owner, "update_article", body="Ours", **changed)
        self.assertRefused(outcome, "changed since you read it")
        now = outcome.structured["version"]
        self.ask("update_article", **{**changed, "expected_version": now}, body="Ours")
        self.assertIn("Ours", article.body)

    def test_an_earlier_text_is_read_and_comes_back(self):
        article = self.write(body="One")
        self.ask("update_article", article=article.id, body="Two")
        answer = self.ask("read_articles", article=article.id, history=True)
        self.assertEqual(answer["page"]["body"], "Two")
        first = answer["page"]["history"][-1]
        self.assertEqual(first["by"], "Cleo Owner")
        self.assertEqual(self.body_of(article, old_version=first["id"]), "One")
        self.ask("update_article", article=article.id, restore=first["id"])
        self.assertEqual(self.body_of(article), "One")
        other = self.write(title="Other")
        outcome = self.by(
            self.owner, "update_article", article=other.id, restore=first["id"]
        )
        self.assertRefused(outcome, "There is no version")

    def test_a_move_a_lock_and_the_archive(self):
        top, article = self.write(), self.write(title="Hotels")
        self.ask("update_article", article=article.id, parent=top.id, locked=True)
        self.assertEqual((article.parent_id, article.is_locked), (top, True))
        changed = {"article": article.id, "title": "x"}
        for tool in ("update_article", "delete_article"):
            arguments = changed if tool == "update_article" else {"article": article.id}
            outcome = self.by(self.owner, tool, **arguments)
            self.assertRefused(outcome, "Hotels is locked")
        self.ask("update_article", article=article.id, locked=False, parent=None)
        self.assertFalse(article.parent_id)
        self.ask("update_article", article=top.id, parent=article.id)
        outcome = self.by(
            self.owner, "update_article", article=article.id, parent=top.id
        )
        self.assertRefused(outcome, "below itself")
        answer = self.ask("odoo_delete_article", article_id=article.id)
        self.assertTrue(answer["archived"])
        self.assertIn("1 articles below", answer["note"])
        self.assertFalse(article.active or top.active)
        self.assertRefused(self.by(self.owner, "update_article", **changed), "archived")
        outcome = self.by(self.owner, "delete_article", article=article.id)
        self.assertRefused(outcome, "archived already")
        self.ask("update_article", article=article.id, archived=False)
        self.assertTrue(article.active and top.active)

    def test_every_change_is_undone(self):
        article = self.write(body="One")
        for tool, arguments in (
            ("update_article", {"body": "Two"}),
            ("update_article", {"title": "Other", "access": "workspace_read"}),
            ("delete_article", {}),
        ):
            before = (article.name, article.body, article.category, article.active)
            self.ask(tool, article=article.id, **arguments)
            now = (article.name, article.body, article.category, article.active)
            self.assertNotEqual(now, before)
            self.ask("undo")
            self.env.invalidate_all()
            now = (article.name, article.body, article.category, article.active)
            self.assertEqual(now, before)
        self.assertNotIn("Two", "".join(article.version_ids.mapped("body")))
        made = self.write(title="By mistake")
        self.ask("undo")
        self.assertFalse(made.exists())
        versions = self.env["mcp.article.version"].search(
            [("title", "=", "By mistake")]
        )
        self.assertFalse(versions)

    def test_records_tools_reach_articles_with_the_callers_rights(self):
        article = self.write()
        change = {"model": "mcp.article", "record_ids": article.ids}
        self.ask("update_records", **change, values={"name": "Trips"})
        self.assertEqual(article.name, "Trips")
        outcome = self.by(
            self.stranger, "update_records", **change, values={"name": "Mine"}
        )
        self.assertTrue(outcome.is_error)
        version = article.version_ids
        outcome = self.by(
            self.owner,
            "update_records",
            model="mcp.article.version",
            record_ids=version.ids,
            values={"title": "x"},
        )
        self.assertRefused(outcome, "closed")

    def test_a_change_is_confirmed_by_an_untrusted_caller(self):
        article = self.write()
        needed = self.preview(
            self.make_call(
                "update_article",
                {
                    "article": article.id,
                    "body": "Hotels are free.",
                    "section": "Hotels",
                },
                user=self.owner,
                principal=self.principal(self.owner, trusted=False),
            )
        )
        self.assertIn("Changes the article “Travel policy”", needed.preview)
        self.assertIn("free", needed.preview)
        self.env.invalidate_all()
        self.assertIn("120", article.body)

    def test_a_preview_shows_the_text_of_an_article_once(self):
        needed = self.preview(
            self.make_call(
                "create_article",
                {"title": "Lunch", "body": "Soup on Fridays."},
                user=self.owner,
                principal=self.principal(self.owner, trusted=False),
            )
        )
        self.assertEqual(needed.preview.count("Soup on Fridays"), 1, needed.preview)

    def test_pictures_become_attachments_that_readers_see(self):
        article = self.write(
            body=f"![dot](data:image/png;base64,{PIXEL})", readers=[self.reader.login]
        )
        picture = self.env["ir.attachment"].search(
            [("res_model", "=", "mcp.article"), ("res_id", "=", article.id)]
        )
        self.assertEqual(picture.raw, base64.b64decode(PIXEL))
        self.assertEqual(self.body_of(article), f"![dot](/web/image/{picture.id})")
        self.assertTrue(picture.with_user(self.reader).raw)

    def test_pictures_inside_a_text_are_neither_sent_nor_lost(self):
        inside = f"data:image/png;base64,{PIXEL}"
        article = self.article(
            body=f'<p>Before</p><p><img src="{inside}" alt="dot"></p>'
        )
        body = self.body_of(article)
        self.assertRegex(body, r"!\[dot\]\(inline-image:[0-9a-f]{12}\)")
        text = body.replace("Before", "After")
        self.ask("update_article", article=article.id, body=text)
        self.assertIn(inside, article.body)
        self.assertIn("After", article.body)
        outcome = self.by(
            self.owner,
            "update_article",
            article=article.id,
            body="![x](inline-image:000000000000)",
        )
        self.assertRefused(outcome, "no picture")

    def test_what_is_wrong_is_named(self):
        article = self.write()
        for tool, arguments, words in (
            ("create_article", {}, "title"),
            ("create_article", {"title": "x", "parent": "Nowhere"}, "Nowhere"),
            ("create_article", {"title": "x", "readers": ["nobody@x"]}, "nobody@x"),
            ("create_article", {"title": "x", "access": "public"}, "workspace_read"),
            ("update_article", {"article": article.id}, "what to change"),
            ("update_article", {"article": 2**31 - 1, "title": "x"}, "mcp.article"),
            ("update_article", {"article": article.id, "mode": "section"}, "section"),
            ("update_article", {"article": article.id, "mode": "append"}, "body"),
            ("delete_article", {"article": "Nothing like it"}, "Nothing like it"),
            ("read_articles", {"history": True}, "of which article"),
            ("read_articles", {"article": article.id, "old_version": 1}, "no version"),
        ):
            with self.subTest(tool, **arguments):
                self.assertRefused(self.by(self.owner, tool, **arguments), words)
