from unittest import skipIf

from odoo.tests import TransactionCase, tagged

from ..services import markdown

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


@tagged("post_install", "-at_install")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestMarkdown(TransactionCase):
    def test_a_round_trip_gives_the_text_back(self):
        self.assertEqual(markdown.to_markdown(markdown.to_html(TEXT)), TEXT)

    def test_task_lists_are_those_of_odoo_s_editor(self):
        html = markdown.to_html("- [x] done\n- [ ] open")
        self.assertIn('class="o_checklist"', html)
        self.assertEqual(html.count("o_checked"), 1)
        self.assertNotIn("<input", html)

    def test_scripts_and_event_handlers_do_not_survive(self):
        for text in (
            "<script>alert(1)</script>",
            '<img src="x" onerror="alert(1)">',
            "[click](javascript:alert(1))",
            "![x](javascript:alert(1))",
            "<a href='javascript:alert(1)'>x</a>",
        ):
            html = str(markdown.to_html(text))
            self.assertNotIn("<script", html)
            self.assertNotRegex(html, r"<[^>]*(onerror|javascript:)")

    def test_html_of_odoo_becomes_markdown_without_its_styles(self):
        html = '<p style="color: red">Hi <b class="x">you</b></p><p><br></p>'
        self.assertEqual(markdown.to_markdown(html), "Hi **you**")
        self.assertEqual(markdown.to_markdown(False), "")
