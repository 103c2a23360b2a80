"""What articles tell whom: search, tree, pages."""

from __future__ import annotations

from unittest import skipIf

from odoo.tests import tagged

from ...services.callers.principal import Mode
from ...services.texts import markdown
from ..things import size
from .test_knowledge import KnowledgeCase

SECRET = "Zanzibar"


@tagged("post_install", "-at_install")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestReadingArticles(KnowledgeCase):
    def titles(self, user=None, **arguments):
        answer = self.assertAnswers(
            self.by(user or self.owner, "read_articles", **arguments)
        )
        return [row["title"] for row in answer.get("articles", [])]

    def test_all_words_are_found_in_title_or_text_titles_first(self):
        self.article("Cooking", body="<p>How to make tea in the <b>kit</b>chen</p>")
        self.article("Tea kitchen")
        self.article("Coffee", body="<p>No kitchen here</p>")
        self.assertEqual(self.titles(query="kitchen TEA"), ["Tea kitchen", "Cooking"])
        self.assertEqual(self.titles(query="strong"), [])

    def test_a_search_answers_snippets_and_not_texts(self):
        words = "<p>lorem ipsum dolor</p>" * 500
        self.article("Long", body=f"{words}<p>the needle is here</p>{words}")
        outcome = self.by(self.owner, "search_articles", query="needle")
        [row] = self.assertAnswers(outcome)["articles"]
        self.assertIn("the needle is here", row["snippet"])
        self.assertTrue(row["snippet"].startswith("…"))
        self.assertLess(size(outcome), 2_000)

    def test_the_tree_goes_as_deep_as_asked(self):
        top = self.article("Cleo's handbook", category="workspace")
        travel = self.article("Travel", above=top)
        self.article("Hotels", above=travel)
        outcome = self.by(self.owner, "read_articles", parent=top.id, depth=1)
        [row] = self.assertAnswers(outcome)["articles"]
        self.assertEqual((row["title"], row["below"]), ("Travel", 1))
        rows = self.ask("read_articles", parent="Cleo's handbook", depth=9)["articles"]
        self.assertEqual(
            [(r["title"], r["depth"]) for r in rows], [("Travel", 0), ("Hotels", 1)]
        )
        mine = [
            row for row in self.ask("read_articles")["articles"] if row["id"] == top.id
        ]
        self.assertEqual(mine[0]["access"], "workspace, to read")

    def test_an_archived_article_is_found_when_asked_for(self):
        article = self.article("Fax machine", active=False)
        self.assertEqual(self.titles(query="fax"), [])
        self.assertEqual(
            self.titles(query="fax", include_archived=True), ["Fax machine"]
        )
        page = self.ask("read_articles", article=article.id)["page"]
        self.assertTrue(page["archived"])

    def test_a_long_text_is_read_page_by_page_without_a_gap(self):
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "12")
        lines = ['é "quoted" ' * 30 + str(number) for number in range(60)]
        article = self.write(body="\n\n".join(lines))
        parts, offset = [], 0
        while offset is not None:
            outcome = self.by(
                self.owner, "read_articles", article=article.id, offset=offset
            )
            self.assertLess(size(outcome), 12 * 1024)
            answer = self.assertAnswers(outcome)
            self.assertEqual(answer["page"]["offset"], offset)
            parts.append(answer["page"]["body"])
            offset = answer.get("next_offset")
            self.assertEqual(
                "The text goes on" in (answer.get("note") or ""), offset is not None
            )
        self.assertGreater(len(parts), 2)
        self.assertEqual("".join(parts), self.whole(article))
        self.assertEqual(answer["page"]["characters"], len("".join(parts)))

    def whole(self, article):
        return markdown.to_markdown(article.body)

    def test_one_section_is_read_alone(self):
        article = self.write()
        self.assertEqual(
            self.body_of(article, section="## Hotels"), "## Hotels\n\nUp to 120 EUR."
        )

    def test_a_tree_and_a_search_page_and_stay_small(self):
        top = self.article("Drinks")
        for number in range(35):
            self.article(f"Tea {number:02}", above=top, body="<p>tea and milk</p>")
        for arguments in ({"query": "tea", "parent": top.id}, {"parent": top.id}):
            outcome = self.by(self.owner, "read_articles", **arguments)
            answer = self.assertAnswers(outcome)
            self.assertEqual((len(answer["articles"]), answer["total"]), (30, 35))
            self.assertEqual(answer["next_offset"], 30)
            self.assertLess(size(outcome), 20_000)
            rest = self.ask("read_articles", **arguments, offset=30)
            self.assertEqual(len(rest["articles"]), 5)
            self.assertNotIn("next_offset", rest)

    def test_a_private_article_of_another_is_nowhere(self):
        """Not by search, tree, page, parent, name, history or the general tools."""
        article = self.article(SECRET, body=f"<p>{SECRET} {SECRET}</p>")
        below = self.article(f"Below {SECRET}", above=article)
        version = article.version_ids.id
        for user in (self.stranger, self.administrator):
            for tool, arguments in (
                ("read_articles", {}),
                ("read_articles", {"query": SECRET}),
                ("read_articles", {"query": SECRET, "include_archived": True}),
                ("read_articles", {"article": article.id}),
                ("read_articles", {"article": article.id, "old_version": version}),
                ("read_articles", {"parent": article.id}),
                ("update_article", {"article": article.id, "body": "x"}),
                ("update_article", {"article": below.id, "title": "x"}),
                ("delete_article", {"article": article.id}),
                ("create_article", {"title": "x", "parent": article.id}),
                (
                    "search_records",
                    {"model": "mcp.article", "fields": ["name", "body"]},
                ),
                ("search_records", {"model": "mcp.article.version"}),
                ("get_record", {"model": "mcp.article", "record_id": article.id}),
                ("get_record", {"model": "mcp.article.version", "record_id": version}),
                (
                    "search_records",
                    {
                        "model": "mail.message",
                        "domain": [["model", "=", "mcp.article"]],
                    },
                ),
            ):
                with self.subTest(user.name, tool=tool, **arguments):
                    outcome = self.by(user, tool, **arguments)
                    self.assertNotIn(SECRET, f"{outcome.text}{outcome.structured}")
        self.assertEqual(article.name, SECRET)

    def test_a_page_of_an_unseen_tree_is_not_told_by_its_name(self):
        outcome = self.by(self.stranger, "read_articles", article=SECRET)
        self.article(SECRET)
        again = self.by(self.stranger, "read_articles", article=SECRET)
        self.assertEqual(outcome.text, again.text)

    def test_an_observer_reads_and_does_not_write(self):
        article = self.write()
        call = self.make_call(
            "update_article",
            {"article": article.id, "title": "x"},
            principal=self.principal(self.owner, ceiling=Mode.OBSERVER),
        )
        self.assertRefused(self.answer(call), "Observer")
        reading = self.make_call(
            "read_articles",
            {"article": article.id},
            principal=self.principal(self.owner, ceiling=Mode.OBSERVER),
        )
        self.assertAnswers(self.answer(reading))

    def test_stored_scripts_do_not_reach_a_reader(self):
        article = self.write(body="ok")
        bad = '<p>a</p><script>steal()</script><a href="javascript:x()">b</a>'
        self.env.cr.execute(
            "UPDATE mcp_article SET body = %s WHERE id = %s", [bad, article.id]
        )
        self.env.invalidate_all()
        body = self.body_of(article)
        self.assertNotRegex(body, "steal|javascript")
        self.assertIn("a", body)
