"""Articles of the addon's own: the tree, who sees what, what they said before."""

from __future__ import annotations

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...models.mcp_article_version import KEPT
from ..common import McpCase

OPERATOR = "odoo_mcp.group_operator"


class ArticleCase(McpCase):
    mcp_groups = OPERATOR

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.mcp_user(cls, OPERATOR, name="Cleo Owner")
        cls.reader = cls.mcp_user(cls, OPERATOR, name="Ada Article-Reader")
        cls.writer = cls.mcp_user(cls, OPERATOR, name="Ben Article-Writer")
        cls.stranger = cls.mcp_user(cls, OPERATOR, name="Dan Stranger")
        cls.administrator = cls.mcp_user(cls, "odoo_mcp.group_administrator")

    def setUp(self):
        super().setUp()
        self._mcp_caller = self.owner

    def article(self, name="Holidays", above=None, user=None, **values):
        """A private article of the caller's, unless told otherwise."""
        articles = self.env["mcp.article"].with_user(user or self.mcp_caller)
        if above:
            values["parent_id"] = above.id
        return articles.create({"name": name, **values})

    def shared(self, **values):
        return self.article(
            category="shared",
            reader_ids=[Command.set(self.reader.ids)],
            writer_ids=[Command.set(self.writer.ids)],
            **values,
        )

    def of(self, user, article):
        return article.with_user(user)

    def seen_by(self, article):
        users = {
            "owner": self.owner,
            "reader": self.reader,
            "writer": self.writer,
            "stranger": self.stranger,
            "administrator": self.administrator,
        }
        articles = self.env["mcp.article"]
        return {
            n for n, u in users.items() if article in articles.with_user(u).search([])
        }


@tagged("post_install", "-at_install")
class TestArticleAccess(ArticleCase):
    def test_a_private_article_is_its_owner_s_alone(self):
        article = self.article(body="<p>secret</p>")
        self.assertEqual((article.category, article.owner_id), ("private", self.owner))
        self.assertEqual(self.seen_by(article), {"owner"})
        versions = self.env["mcp.article.version"].with_user(self.administrator)
        self.assertFalse(versions.search([("article_id", "=", article.id)]))
        for field in ("name", "body", "body_text"):
            with self.assertRaises(AccessError):
                self.of(self.stranger, article).read([field])

    def test_a_shared_article_is_for_those_named_as_they_are_named(self):
        article = self.shared()
        self.assertEqual(
            self.seen_by(article), {"owner", "reader", "writer", "administrator"}
        )
        self.of(self.writer, article).body = "<p>By Ben</p>"
        with self.assertRaises(AccessError):
            self.of(self.reader, article).body = "<p>By Ada</p>"
        for user in (self.reader, self.writer):
            with self.assertRaises(AccessError):
                self.of(user, article).unlink()

    def test_groups_are_named_like_people(self):
        group = self.env.ref("base.group_allow_export")
        article = self.article(
            category="shared", reader_group_ids=[Command.set(group.ids)]
        )
        self.assertEqual(self.seen_by(article), {"owner", "administrator"})
        self.stranger.write(self.in_group(group))
        self.assertIn("stranger", self.seen_by(article))
        with self.assertRaises(AccessError):
            self.of(self.stranger, article).name = "Mine"
        article.writer_group_ids = article.reader_group_ids
        self.of(self.stranger, article).name = "Ours"

    def in_group(self, group):
        field = "group_ids" if "group_ids" in self.stranger._fields else "groups_id"
        return {field: [Command.link(group.id)]}

    def test_an_article_of_the_workspace_is_read_by_all_and_changed_if_said(self):
        article = self.article(category="workspace")
        self.assertEqual(len(self.seen_by(article)), 5)
        with self.assertRaises(AccessError):
            self.of(self.stranger, article).name = "Mine"
        article.workspace_write = True
        self.of(self.stranger, article).name = "Ours"
        self.assertEqual(article.name, "Ours")

    def test_nobody_outside_reads_anything(self):
        article = self.article(category="workspace")
        portal = self.env["res.users"].create({"name": "Portal", "login": "out@side"})
        portal.write(
            {
                next(iter(self.in_group(portal))): [
                    Command.set(self.env.ref("base.group_portal").ids)
                ]
            }
        )
        with self.assertRaises(AccessError):
            self.of(portal, article).read(["name"])

    def test_a_sub_article_has_the_access_of_the_one_above(self):
        top = self.shared()
        child = self.article("Summer", above=top, user=self.writer)
        deep = self.article("July", above=child, category="workspace")
        self.assertEqual(deep.category, "shared")
        self.assertEqual(deep.owner_id, self.owner)
        self.assertEqual(self.seen_by(deep), self.seen_by(top))
        top.reader_ids = [Command.clear()]
        top.category = "private"
        self.assertEqual(self.seen_by(deep), {"owner"})
        with self.assertRaisesRegex(UserError, "share that one"):
            deep.category = "workspace"

    def test_no_default_gives_a_sub_article_an_access_of_its_own(self):
        top = self.article()
        articles = self.env["mcp.article"].with_user(self.owner)
        below = articles.with_context(default_parent_id=top.id)
        made = below.create({"name": "x", "category": "workspace"})
        self.assertEqual((made.parent_id, made.category), (top, "private"))
        with self.assertRaisesRegex(ValidationError, "share that one"):
            below.with_context(default_category="workspace").create({"name": "y"})
        with self.assertRaisesRegex(ValidationError, "share that one"):
            made.sudo().owner_id = self.stranger

    def test_who_no_longer_sees_an_article_no_longer_follows_it(self):
        top = self.shared()
        child = self.article("Summer", above=top)
        both = self.reader.partner_id | self.writer.partner_id
        (top | child).message_subscribe(both.ids)
        top.reader_ids = [Command.clear()]
        for article in (top, child):
            self.assertIn(self.writer.partner_id, article.message_partner_ids)
            self.assertNotIn(self.reader.partner_id, article.message_partner_ids)

    def test_only_owner_and_administrator_say_who_sees_it(self):
        article = self.shared(workspace_write=True)
        for values in (
            {"category": "private"},
            {"owner_id": self.writer.id},
            {"reader_ids": [Command.link(self.stranger.id)]},
        ):
            with self.assertRaisesRegex(AccessError, "Cleo Owner owns"):
                self.of(self.writer, article).write(values)
        self.of(self.administrator, article).category = "workspace"
        self.assertIn("stranger", self.seen_by(article))

    def test_nobody_creates_in_the_name_or_below_the_article_of_another(self):
        mine = self.article(owner_id=self.writer.id)
        self.assertEqual(mine.owner_id, self.owner)
        for above in (mine, self.shared(), self.article(category="workspace")):
            with self.assertRaises(AccessError):
                self.article("Below", above=above, user=self.stranger)

    def test_a_move_never_shows_or_hides_what_another_owns(self):
        article = self.of(self.writer, self.shared())
        own = self.article("Ben's", user=self.writer)
        with self.assertRaisesRegex(AccessError, "Cleo Owner"):
            article.parent_id = own
        private = self.article("Cleo's")
        with self.assertRaises(AccessError):
            own.parent_id = self.of(self.writer, private)
        child = self.article("Summer", above=article, user=self.writer)
        child.parent_id = False
        self.assertEqual(self.seen_by(child), self.seen_by(article))
        self.assertEqual(child.owner_id, self.owner)

    def test_the_owner_moves_his_article_and_its_readers_change(self):
        article, top = self.article(), self.shared(name="Rules")
        article.parent_id = top
        self.assertEqual(self.seen_by(article), self.seen_by(top))

    def test_its_form_is_opened_and_saved_by_an_ordinary_user(self):
        form = Form(self.env["mcp.article"].with_user(self.reader))
        form.name = "How to get a key"
        form.category = "shared"
        form.reader_ids.add(self.writer)
        saved = form.save()
        self.assertEqual((saved.owner_id, saved.can_share), (self.reader, True))
        below = Form(self.env["mcp.article"].with_user(self.reader))
        below.name, below.parent_id = "A lost key", saved
        self.assertEqual(below.save().category, "shared")
        self.assertFalse(self.of(self.writer, saved).can_write)


@tagged("post_install", "-at_install")
class TestArticles(ArticleCase):
    def test_no_article_is_below_itself(self):
        top = self.article()
        child = self.article("Summer", above=top)
        deep = self.article("July", above=child)
        for above in (top, child, deep):
            with self.assertRaisesRegex(UserError, "below itself"):
                top.parent_id = above
        with self.assertRaises(UserError):
            top.sudo().parent_id = deep
        self.assertFalse(top.parent_id)

    def test_sub_articles_are_archived_and_brought_back_along(self):
        top = self.article()
        child = self.article("Summer", above=top)
        top.action_archive()
        self.assertFalse(child.active)
        with self.assertRaisesRegex(ValidationError, "which is archived"):
            child.action_unarchive()
        top.action_unarchive()
        self.assertTrue(child.active)

    def test_what_is_above_others_is_not_deleted(self):
        top = self.article()
        child = self.article("Summer", above=top)
        child.active = False
        with self.assertRaisesRegex(UserError, "has sub-articles"):
            top.unlink()
        (child | top).unlink()
        self.assertFalse(top.exists())

    def test_a_locked_article_stays_as_it_is(self):
        article = self.article(body="<p>Fixed</p>")
        article.action_toggle_lock()
        for values in ({"body": "x"}, {"name": "x"}, {"active": False}):
            with self.assertRaisesRegex(UserError, "is locked"):
                article.write(values)
        article.message_post(body="Why?")
        article.write({"is_locked": False, "body": "<p>Free</p>"})
        self.assertIn("Free", article.body)

    def test_every_text_is_kept_and_comes_back(self):
        article = self.shared(body="<p>One</p>")
        self.of(self.writer, article).body = "<p>Two</p>"
        article.name = "Vacation"
        article.body = "<p>Two</p>"
        self.assertEqual(
            [str(v.body) for v in article.version_ids], ["<p>Two</p>", "<p>One</p>"]
        )
        self.assertEqual(
            article.version_ids.mapped("create_uid"), self.writer | self.owner
        )
        first = article.version_ids[-1]
        with self.assertRaises(AccessError):
            self.of(self.reader, first).action_restore()
        self.of(self.writer, first).action_restore()
        self.assertEqual(article.body, "<p>One</p>")
        self.assertEqual(len(article.version_ids), 3)
        self.assertTrue(article.version_ids[0].is_current)

    def test_nobody_changes_what_was_said(self):
        version = self.article(body="<p>One</p>").version_ids
        for step in (
            lambda: version.write({"body": "<p>Never</p>"}),
            lambda: version.unlink(),
            lambda: version.create({"article_id": version.article_id.id, "title": "x"}),
        ):
            with self.assertRaises(AccessError):
                step()

    def test_old_versions_go_one_day(self):
        article = self.article(body="<p>0</p>")
        versions = self.env["mcp.article.version"]
        rows = [
            {"article_id": article.id, "title": "x", "body": str(n)}
            for n in range(KEPT)
        ]
        versions.create(rows)
        versions._gc_versions()
        left = versions.search([("article_id", "=", article.id)])
        self.assertEqual(len(left), KEPT)
        self.assertNotIn("<p>0</p>", left.mapped("body"))

    def test_scripts_do_not_get_into_an_article(self):
        article = self.article(body='<p onclick="x()">a<script>alert(1)</script></p>')
        self.assertNotRegex(article.body, "script|onclick")

    def test_a_copy_is_the_copier_s(self):
        article = self.shared(body="<p>One</p>")
        copy = self.of(self.reader, article).copy()
        self.assertEqual(copy.name, "Holidays (copy)")
        self.assertEqual(copy.owner_id, self.reader)

    def test_the_menu_is_there_where_articles_are_written_here(self):
        menu = self.env.ref("odoo_mcp.menu_mcp_articles")
        menus = self.env["ir.ui.menu"].with_user(self.reader)
        elsewhere = "knowledge.article" in self.env or "document.page" in self.env
        self.assertEqual(menu.id in menus.load_menus(False), not elsewhere)
