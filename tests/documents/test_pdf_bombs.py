"""PDF of a few kB whose parts lead to each other so often that nobody comes to an end."""

import io
import zlib
from unittest.mock import patch

from odoo.tests import tagged

from ...services.documents import (
    file_text,
    pdf_images,
    pdf_reading,
    pdf_weight,
)
from ...services.errors import ToolError
from ..common import McpCase

FORM = "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<<%s>>"


def written(objects):
    """A PDF of these objects, each a dictionary with or without a stream."""
    content, places = b"%PDF-1.4\n", []
    for number, (about, stream) in enumerate(objects, 1):
        places.append(len(content))
        held = f"<<{about}/Length {len(stream)}>>" if stream else f"<<{about}>>"
        body = b"\nstream\n%s\nendstream" % stream if stream else b""
        content += f"{number} 0 obj\n{held}".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = f"0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}"
    return content + f"xref\n{size}{end}\n%%EOF".encode()


def bomb(wide, deep):
    """A page that draws a form many times, which draws the next as often, and so on."""
    drawn = " ".join(f"/F{name} Do" for name in range(wide)).encode()

    def named(number):
        names = "".join(f"/F{name} {number} 0 R" for name in range(wide))
        return f"/XObject<<{names}>>"

    forms = [(FORM % named(level + 6), drawn) for level in range(deep)]
    page = f"/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<{named(5)}>>"
    return written(
        [
            ("/Type/Catalog/Pages 2 0 R", b""),
            ("/Type/Pages/Kids[3 0 R]/Count 1", b""),
            (page, b""),
            ("", drawn),
            *forms,
            (FORM % "", b"BT (x) Tj ET"),
        ]
    )


def pages(*contents):
    """A PDF of pages that are drawn by ``contents``, packed."""
    font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents %s 0 R" + font
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(contents)))
    written_ = [
        ("/Type/Catalog/Pages 2 0 R", b""),
        (f"/Type/Pages/Kids[{kids}]/Count {len(contents)}", b""),
    ]
    for number, content in enumerate(contents):
        written_.append((page % (4 + 2 * number), b""))
        written_.append(("/Filter/FlateDecode", zlib.compress(content)))
    return written(written_)


@tagged("post_install", "-at_install")
class TestPdfBombs(McpCase):
    def test_a_form_is_looked_into_once_however_often_it_is_named(self):
        looked, real = [], pdf_images._objects

        def counted(holder):
            looked.append(holder)
            # a walk of every way ends here, not after hours
            self.assertLess(len(looked), 100)
            return real(holder)

        with (
            patch.object(pdf_images, "_objects", counted),
            self.assertRaisesRegex(ToolError, "holds no image"),
        ):
            pdf_images.pictures(self.env, bomb(60, 3), 1)
        self.assertEqual(len(looked), 4)

    def test_the_time_ends_in_the_middle_of_a_page(self):
        long = bomb(1, 0).replace(b"/F0 Do", b"BT (x) Tj ET " * 50_000)
        self.assertGreater(len(long), 600_000)
        with patch.object(file_text, "MOST_SECONDS", 0.05):
            found = file_text.read(self.env, long, "application/pdf")
        self.assertEqual(found.note, "only the first 0 of 1 pages were read")

    def test_a_page_that_is_drawn_by_too_much_is_left_out(self):
        """The library would hold it at fifty times its length."""
        words = b"BT /F1 12 Tf 9 9 Td (Quokka) Tj ET "
        heavy = b"0 0 m " * (pdf_weight.MOST // 6 + 1)
        content = pages(words, heavy, words)
        self.assertLess(len(content), 10_000)
        found = file_text.read(self.env, content, "application/pdf")
        self.assertEqual(found.text.split(), ["Quokka", "Quokka"])
        self.assertEqual(
            found.note, "pages that hold too much to be read were left out: 2"
        )

    def test_so_is_one_whose_forms_are(self):
        form = (FORM % "", b"0 0 m " * (pdf_weight.MOST // 6 + 1))
        page = (
            "/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<%s>>"
        )
        content = written(
            [
                ("/Type/Catalog/Pages 2 0 R", b""),
                ("/Type/Pages/Kids[3 0 R]/Count 1", b""),
                (page % "/XObject<</F0 5 0 R>>", b""),
                ("", b"/F0 Do"),
                form,
            ]
        )
        found = file_text.read(self.env, content, "application/pdf")
        self.assertEqual(
            found.note, "pages that hold too much to be read were left out: 1"
        )

    def test_no_stream_is_unpacked_without_a_limit(self):
        zeros = b" " * 200_000
        content, real = pages(zeros), pdf_reading.MOST_UNPACKED
        self.assertEqual(real, 80_000_000)
        with (
            patch.object(pdf_reading, "MOST_UNPACKED", 100_000),
            self.assertRaisesRegex(ToolError, "TooLarge"),
            pdf_reading.opened(self.env, content) as reader,
        ):
            reader.pages[0]["/Contents"].get_object().get_data()
        # what Odoo itself reads is as before
        reader = pdf_reading.OdooPdfFileReader(io.BytesIO(content), strict=False)
        data = reader.pages[0]["/Contents"].get_object().get_data()
        self.assertEqual(len(data), len(zeros))
