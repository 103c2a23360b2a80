"""What an uploaded file is: by its bytes, and for text by its name, too."""

from odoo.tests import tagged

from ...services.file_links import uploads
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestUploadTypes(McpCase):
    def test_text_of_windows_is_taken_as_rows_and_nothing_that_is_run_or_no_text(self):
        rows = "Größe;Preis\nKöln;1\n"
        for name, content, said in (
            ("a.csv", rows.encode("cp1252"), "text/csv"),
            ("A.CSV", rows.encode("utf-16"), "text/csv"),
            ("a.tsv", rows.encode(), "text/csv"),
            ("a.txt", rows.encode("cp1252"), "text/plain"),
            ("a", rows.encode("cp1252"), "text/plain"),
            ("a.csv", b"BMI;name\n20;Ann\n", "text/csv"),
            ("a.csv", f"BMI;{rows}".encode("cp1252"), "text/csv"),
        ):
            with self.subTest(name=name, content=content):
                upload = uploads.checked(self.env, name, content)
                self.assertEqual(upload.mimetype, said)
        svg, page = f"<svg>{rows}</svg>", f"{rows}<script>alert(1)</script>"
        for name, content in (
            ("a.html", rows.encode("cp1252")),
            ("a.exe", rows.encode("utf-16")),
            *(("a.csv", text.encode("utf-16")) for text in (svg, page)),
            ("a.csv", page.encode("cp1252")),
            ("a.csv", svg.encode("cp1252")),
            ("a.csv", b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff"),
            ("a.csv", b"\xff\xfeMZ\x90\0\3\0\0\0\4\0"),
            ("a.csv", b"BM\x3a\0\0\0\0\0\0\0\x36\0"),
            ("a.csv", bytes(range(128, 256))),
            ("a.csv", rows.encode("utf-16-le")),
        ):
            with self.subTest(name=name, content=content):
                with self.assertRaises(uploads.UploadRefused):
                    uploads.checked(self.env, name, content)
