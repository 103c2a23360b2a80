"""A person reads where the links of a text lead, whatever its words say."""

from odoo.tests import TransactionCase, tagged

from ...services.journal.led_to import addresses
from ...services.journal.shown import readable
from ..common import McpCase

EVIL = "https://evil.example/pay"
# each is followed or fetched by a browser
WAYS = {
    "a style": "<p style=\"background: URL( '%s' )\">x</p>",
    "a style with escapes": '<p style="background:\\75rl(%s)">x</p>',
    "a style sheet": "<style>@import '%s';</style><p>x</p>",
    "a set of images": '<img srcset="/a.png 1x,%s 2x"/>',
    "a button": '<button formaction="%s">x</button>',
    "a form": '<form action="%s"><input name="x"/></form>',
    "a background": '<table background="%s"><tr><td>x</td></tr></table>',
    "a reload": '<meta http-equiv="Refresh" content="0; url=%s"><p>x</p>',
    "a bare reload": '<meta http-equiv="refresh" content="0;%s"><p>x</p>',
    "a drawing": '<svg><a xlink:href="%s"><text>x</text></a></svg>',
    "a film": '<video poster="%s"></video>',
}


@tagged("post_install", "-at_install")
class TestLinksTold(TransactionCase):
    def led_to(self, html, words=""):
        return addresses(self.env, html, words)

    def links(self, *places):
        return "".join(f'<a href="{place}">x</a>' for place in places)

    def test_every_way_in_which_a_browser_gets_there_is_seen(self):
        for name, html in WAYS.items():
            with self.subTest(name):
                self.assertEqual(self.led_to(html % EVIL), [EVIL])

    def test_slashes_are_read_as_browsers_read_them(self):
        for place in ("///evil.example/pay", "/\\evil.example/pay", "/ /evil.example"):
            self.assertIn("//evil.example", self.led_to(self.links(place))[0], place)

    def test_many_harmless_ones_hide_no_other(self):
        harmless = [f"https://good.example/{number}" for number in range(9)]
        (told,) = {*self.led_to(self.links(*harmless))}
        self.assertEqual(told, "9 links to 1 servers: good.example")
        told = ", ".join(self.led_to(self.links(*harmless, EVIL)))
        self.assertEqual(told, "10 links to 2 servers: good.example, evil.example")

    def test_of_a_long_name_the_end_is_shown(self):
        place = f"https://{'good.example.' * 9}evil.example/x"
        (told,) = self.led_to(self.links(place))
        self.assertIn("evil.example", told)

    def test_only_the_same_address_in_the_words_tells_of_it(self):
        for words, is_told in (
            (f"Pay at {EVIL}.", True),
            (f"Pay at {EVIL}?now=1", True),
            (f"Pay at {EVIL}ments", False),
            ("Pay at https://evil.example", False),
        ):
            with self.subTest(words):
                self.assertEqual(self.led_to(self.links(EVIL), words) == [], is_told)

    def test_an_address_in_words_that_are_not_shown_is_not_told(self):
        much = "x " * 150
        html = f'<p>{much} <a href="{EVIL}">{EVIL}</a> {much}</p>'
        partner = self.env["res.partner"]
        self.assertTrue(readable(partner, "comment", html).endswith(f"[→ {EVIL}]"))


@tagged("post_install", "-at_install")
class TestLinksOfPreviews(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def test_where_links_and_images_lead_is_shown_beside_the_words(self):
        """Else a person confirms a text that says one address and leads to another."""
        partner = self.env["res.partner"].create(
            {"name": "Azure", "comment": "<p>Pay now</p>"}
        )
        text = (
            '<p><a href="https://evil.example/pay?token=secret">Pay</a> '
            f'<a href="{partner.get_base_url()}/odoo">now</a> <a href="#x">x</a>'
            '<a href="https://good.example/x">https://good.example/x</a>'
            '<img src="//evil.example/t.png"/></p>'
        )
        arguments = {"model": "res.partner", "ids": partner.ids}
        call = self.make_call(
            "update_records", {**arguments, "values": {"comment": text}}, dry_run=True
        )
        preview = self.assertAnswers(self.answer(call))["preview"]
        (fields,) = [
            r["fields"] for r in preview["records"] if "comment" in r["fields"]
        ]
        old, new = fields["comment"]
        self.assertEqual(old, "Pay now")
        self.assertEqual(
            new.partition(" [")[2], "→ https://evil.example/pay, //evil.example/t.png]"
        )
        self.assertNotIn("secret", new)
