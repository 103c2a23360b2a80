"""Messages are plain text, or Markdown that takes nothing literal for formatting."""

from odoo.tests import BaseCase, tagged
from odoo.tools import plaintext2html

from ...services.texts import markdown, messages

PLAIN = (
    "file __init__.py and my_file_name.csv, 2*3*4\nsecond line",
    "** not bold ** and **a, *kind* regards",
    "Total\n-----\n5 & 6 &amp; 7",
    "- only one\n2.5 kg\n#1 of them",
    "    indented\n<b>no tag</b>",
    "1986. was\n1987. too",
)


@tagged("post_install", "-at_install")
class TestMessages(BaseCase):
    def setUp(self):
        super().setUp()
        if markdown.missing():
            self.skipTest("the Markdown packages are not installed")

    def html(self, text):
        return str(messages.to_html(text)).replace("\n", "")

    def test_plain_text_stays_as_it_is(self):
        for text in PLAIN:
            with self.subTest(text):
                self.assertEqual(messages.to_html(text), plaintext2html(text))

    def test_what_is_clearly_markdown_is_formatted(self):
        for text, html in (
            ("**Now**\nthen", "<p><strong>Now</strong><br>then</p>"),
            ("# Head\ntext", "<h1>Head</h1><p>text</p>"),
            (
                "see [x](https://e.com/a_b)",
                '<p>see <a href="https://e.com/a_b">x</a></p>',
            ),
            ("run `a*b_c`", "<p>run <code>a*b_c</code></p>"),
        ):
            with self.subTest(text):
                self.assertEqual(self.html(text), html)

    def test_what_is_literal_beside_it_stays(self):
        text = "**Note**: __init__.py, 2*3*4 = 2**3**1, a_b_c, _x_, a &amp; b"
        said = "</strong>: __init__.py, 2*3*4 = 2**3**1, a_b_c, _x_, a &amp;amp; b</p>"
        self.assertTrue(self.html(text).endswith(said), self.html(text))

    def test_a_greeting_below_a_list_is_no_part_of_it(self):
        html = self.html("Hi\n- one\n- two\nRegards\nAnn")
        list_ = "<ul><li>one</li><li>two</li></ul>"
        self.assertEqual(html, f"<p>Hi</p>{list_}<p>Regards<br>Ann</p>")

    def test_nothing_runs(self):
        text = "**<script>x</script>** [y](javascript:alert(1)) <img onerror=z>"
        html = self.html(text)
        for tag in ("<script", "<img", "<a "):
            self.assertNotIn(tag, html)
