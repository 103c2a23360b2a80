"""Markdown to HTML and back: what is said stays said, and nothing else gets in."""

import re
import time
from unittest import skipIf

import lxml.html

from odoo.tests import TransactionCase, tagged

from ...services.articles.editing import as_markdown
from ...services.texts import markdown

TEXT = """# Title

Some *text*, **bold**, ~~gone~~ and `code`; [link](https://example.com/a_b).

- one
- two
  - nested

1. first
2. second

- [x] done
- [ ] open

| a | b |
| --- | --- |
| 1 | 2 |

```python
def f(x):
    return x * 2
```

> quoted

![alt](https://example.com/x.png)"""
# each comes back as it is
SNIPPETS = (
    TEXT,
    "One.\n\nTwo.",
    "***both***, ~~[struck](https://b.c)~~ and un*frigging*believable",
    "**Note:** text",
    '[titled](https://example.com "Title here")',
    "<https://example.com/x>",
    "[us](mailto:a@b.com) and [order](/odoo/sale.order/3)",
    "[a](https://en.wikipedia.org/wiki/X_(y))",
    "[`code`](https://b.c)",
    '![alt text](/web/image/12 "A title")',
    "[![alt](/web/image/1)](https://b.c)",
    "# One\n\n## The `x` method\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six",
    "- one\n- two\n  - nested\n    - deep\n- three",
    "3. third\n4. fourth",
    "1. first\n   - a\n   - b\n2. second",
    "- one\n\n  more of one\n- two",
    "- [x] done\n  - [ ] sub\n- [ ] **bold** and [link](https://a.b)",
    "| a | b | c |\n| :--- | ---: | :---: |\n| 1 | 2 | 3 |",
    "| a | b |\n| --- | --- |\n| x \\| y | `c` |\n|  | **d** |",
    "```python\ndef f(x):\n    return x * 2\n\n\nprint(f(1))\n```",
    "```\nplain <b>&amp; text\n```",
    "````\n```\ninner\n```\n````",
    "```\n\nblank line first\n```",
    "- item\n\n  ```sh\n  ls -l\n  ```\n- next",
    "> one\n>\n> > two\n>\n> - a\n> - b",
    "above\n\n---\n\nbelow",
    "one  \ntwo\nthree",
    "2 * 3 * 4, snake_case, \\*not emphasis\\* and \\_neither\\_",
    "a < b & c > d, AT&T, \\&amp; stays",
    "Use <b>tag</b> here",
    "2020\\. was a year",
    "\\- not a list\n\\# nor a heading\n\\> nor a quote",
    "[not a link] and \\[neither](https://a.b)",
    "\\`not code\\` and C:\\Users\\me",
    "Grüße, 日本語, 🎉, ~10 to ~20, $5",
    "one ~~two~~ \\~~three\\~~",
)
# what a browser would run
TAGS = "script svg iframe object embed form input style meta link base math".split()
ADDRESS = re.compile(
    r"\s*(javascript|vbscript|data:(?!image/(png|gif|jpeg|webp)))", re.I
)
ATTACKS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    '<img src="x" onerror="alert(1)">',
    "<svg onload=alert(1)>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<a href='javascript:alert(1)'>x</a>",
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](&#x6A;avascript:alert(1))",
    "[click](vbscript:msgbox(1))",
    "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    '![x"onerror="alert(1)](https://a.b/x.png)',
    '![x](https://a.b/x.png "a\\" onerror=\\"alert(1)")',
    '<https://a.b/"onmouseover=alert(1)>',
    '<object data="javascript:alert(1)"></object>',
    '<form action="javascript:alert(1)"><input type="submit"></form>',
    '<style>@import "//evil.example/x.css";</style>',
    '<math href="javascript:alert(1)">x</math>',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '```html" onclick="alert(1)\nx\n```',
)


@tagged("post_install", "-at_install")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestMarkdown(TransactionCase):
    def test_a_round_trip_gives_the_text_back(self):
        for text in SNIPPETS:
            with self.subTest(text):
                html = markdown.to_html(text)
                self.assertEqual(markdown.to_markdown(html), text)

    def test_what_is_written_otherwise_says_the_same(self):
        for text in (
            "* star\n* bullets",
            "Setext\n======",
            "    indented code",
            "__bold__ and _em_",
            "1) one\n2) two",
            "- loose\n\n- list",
            "a|b\n-|-\n1|2",
            "***\n\n___",
            "``a ` b``",
            "[ref]\n\n[ref]: https://a.b",
        ):
            with self.subTest(text):
                html = markdown.to_html(text)
                back = markdown.to_markdown(html)
                again = markdown.to_html(back)
                self.assertEqual(markdown.to_markdown(again), back)
                self.assertEqual(_words(again), _words(html))

    def test_what_odoo_stores_comes_back_after_its_sanitising(self):
        field = self.env["mcp.article"]._fields["body"]
        for text in SNIPPETS:
            with self.subTest(text):
                stored = field.convert_to_column(
                    str(markdown.to_html(text)), self.env["mcp.article"]
                )
                self.assertEqual(markdown.to_markdown(stored), text)

    def test_task_lists_are_those_of_odoo_s_editor(self):
        html = markdown.to_html("- [x] done\n- [ ] open")
        self.assertIn('class="o_checklist"', html)
        self.assertEqual(html.count("o_checked"), 1)
        self.assertNotIn("<input", html)

    def test_lists_and_tables_of_odoo_s_editor_are_read(self):
        nested = (
            '<ul><li>one</li><li class="oe-nested"><ul><li>deep</li></ul></li>'
            "<li>two</li></ul>"
        )
        self.assertEqual(markdown.to_markdown(nested), "- one\n  - deep\n- two")
        table = (
            '<table class="table table-bordered o_table"><tbody><tr><td><p>a</p></td>'
            "<td><p>b</p></td></tr><tr><td><p>1</p></td><td><p><br></p></td></tr>"
            "</tbody></table>"
        )
        self.assertEqual(
            markdown.to_markdown(table), "| a | b |\n| --- | --- |\n| 1 |  |"
        )
        code = "<pre>one<br>  two</pre>"
        self.assertEqual(markdown.to_markdown(code), "```\none\n  two\n```")

    def test_nothing_that_runs_survives(self):
        for text in ATTACKS:
            with self.subTest(text):
                html = str(markdown.to_html(text))
                self.assertEqual(_alive(html), [], html)

    def test_nothing_that_runs_comes_out_of_stored_html(self):
        for text in ATTACKS:
            with self.subTest(text):
                shown = as_markdown(f"<p>before</p>{text}<p>after</p>")
                again = str(markdown.to_html(shown))
                self.assertEqual(_alive(again), [], again)
                self.assertIn("after", shown)

    def test_the_search_for_what_runs_finds_it(self):
        for html in (
            "<p><script>x</script>",
            '<img src=x onerror="y">',
            "<a href='javascript:x'>",
            '<img src="data:image/svg+xml,x">',
        ):
            self.assertTrue(_alive(html), html)

    def test_long_blanks_are_one_and_take_no_time(self):
        """A mail of 120 kB took a worker a minute and a half."""
        began = time.monotonic()
        for blanks, shown in ((" ", "x y"), ("\n", "x\ny"), (" \t", "x y")):
            html = f"<p>x{blanks * 100_000}y</p>"
            self.assertEqual(markdown.to_markdown(html), shown)
        self.assertLess(time.monotonic() - began, 10)
        code = f"<pre>x{' ' * 50}y</pre>"
        self.assertIn(" " * 50, markdown.to_markdown(code))

    def test_what_has_too_many_parts_is_read_as_plain_text(self):
        few, many = ("<b>Quokka</b> " * times for times in (100, 10_000))
        self.assertIn("**Quokka**", markdown.readable(few))
        began, read = (
            time.monotonic(),
            markdown.readable(f"<p>{many}{' ' * 500_000}.</p>"),
        )
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(read.count("Quokka"), 10_000)
        self.assertNotIn("**", read)

    def test_html_of_odoo_becomes_markdown_without_its_styles(self):
        html = '<p style="color: red">Hi <b class="x">you</b></p><p><br></p>'
        self.assertEqual(markdown.to_markdown(html), "Hi **you**")
        self.assertEqual(markdown.to_markdown(False), "")


def _alive(html):
    """Elements and attributes that a browser would run."""
    found = []
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        found += [element.tag] if element.tag in TAGS else []
        found += [
            f"{name}={value}"
            for name, value in element.attrib.items()
            if name.startswith("on") or name == "srcdoc" or ADDRESS.match(value)
        ]
    return found


def _words(html):
    return re.sub(r"<[^>]+>", " ", str(html)).split()
