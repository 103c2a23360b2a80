"""What would run in the browser of others is written by people, not by tools."""

from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ...services.orm import scripts
from ..common import McpCase

CLOSED = "a browser runs"
ACTING = (
    "<script>alert(1)</script>",
    '<img src="/x" onerror="alert(1)"/>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href=" &#106;avascript:alert(1)">x</a>',
    '<iframe srcdoc="&lt;script>1&lt;/script>"></iframe>',
    '<iframe src="data:text/html,x"></iframe>',
    '<form action="javascript:alert(1)"><input/></form>',
    '<svg><a><animate attributeName="href" values="javascript:alert(1)"/></a></svg>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<object data="/x.swf"></object>',
    '<base href="//evil.example/"/>',
    "<!--><img src=x onerror=alert(1)>-->",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
)
HARMLESS = (
    "",
    "<p>We are online = always, JavaScript: a book</p>",
    '<p class="o_x" data-oe="1" style="color: red">x</p>',
    '<a href="https://example.com/?x=javascript:1">x</a>',
    '<img src="data:image/png;base64,AAAA"/>',
    '<iframe src="https://www.youtube.com/embed/1"></iframe>',
    '<form action="/website/form/"><input name="x"/></form>',
    "<!-- a note --><p>x</p>",
)


@tagged("post_install", "-at_install")
class TestActing(TransactionCase):
    def test_what_a_browser_runs_is_found(self):
        for html in ACTING:
            with self.subTest(html):
                self.assertTrue(scripts.acts(html))

    def test_what_it_only_shows_is_not(self):
        for html in HARMLESS:
            with self.subTest(html):
                self.assertFalse(scripts.acts(html))

    def test_of_texts_those_that_odoo_shows_as_links_are_looked_at(self):
        partners = self.env["res.partner"]._fields
        attacks = "javascript:alert(1)", " JaVa\nScript:1", "data:text/html,x"
        for value in attacks:
            self.assertTrue(scripts.runs(partners["website"], value), value)
            self.assertFalse(scripts.runs(partners["name"], value), value)
        for value in ("https://example.com", "/shop", "#", "mailto:a@b.c", False):
            self.assertFalse(scripts.runs(partners["website"], value), value)


@tagged("post_install", "-at_install")
class TestScripts(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_system,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")

    def create(self, **values):
        values = {"name": "Azure", **values}
        return self.call("create_records", model="res.partner", values=values)

    def test_an_address_that_runs_is_not_stored(self):
        refused = self.create(website="javascript:alert(1)")
        self.assertRefused(refused, "website", CLOSED)
        (made,) = self.assertAnswers(self.create(website="https://a.example"))["ids"]
        refused = self.call(
            "update_records",
            model="res.partner",
            record_ids=[made],
            values={"website": "data:text/html,<script>1</script>"},
        )
        self.assertRefused(refused, "website", CLOSED)

    def test_nor_html_that_odoo_stores_as_it_is(self):
        field = self.env["res.partner"]._fields["comment"]
        html = "<p>x</p><script>alert(1)</script>"
        # Odoo takes the script out itself
        self.assertAnswers(self.create(comment=html))
        with patch.object(field, "sanitize", False):
            self.assertRefused(self.create(comment=html), "comment", CLOSED)
            self.assertAnswers(self.create(comment="<p>x</p>"))
