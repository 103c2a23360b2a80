"""Images that an assistant looks at: of files, and of the pages of scanned PDF."""

import base64
import hashlib
import io
import os
from unittest.mock import patch

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from odoo.tests import new_test_user, tagged

from ...services.answers.render import compact
from ...services.documents import ink, pdf_images, pictures
from ...services.errors import ToolError
from ..common import McpCase

# characters of a result, images included
CLAUDE_TAKES = 1_048_576
TURNED = 6  # the camera was held upright: the first row is the right side
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def noise(width, height, mode="RGB"):
    """A picture that packs as badly as any."""
    data = os.urandom(width * height * len(mode))
    return Image.frombytes(mode, (width, height), data)


def written(image, kind="JPEG", **options):
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def scan(*images, turned=0):
    """A PDF whose pages are images; of None a page of text."""
    held = io.BytesIO()
    drawn = canvas.Canvas(held)
    for image in images:
        if image:
            drawn.drawImage(ImageReader(image), 0, 0, 595, 842)
        else:
            drawn.drawString(72, 720, "Words")
        drawn.setPageRotation(turned)
        drawn.showPage()
    drawn.save()
    return held.getvalue()


@tagged("post_install", "-at_install")
class TestShownFiles(McpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def file(self, content, **values):
        partner = self.mcp_caller.partner_id
        on = {"res_model": "res.partner", "res_id": partner.id}
        # as it is: Odoo scales down and turns what it stores, but not all of it
        files = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        return files.create({"name": "a.jpg", "raw": content, **on, **values})

    def show(self, content, **arguments):
        file = content if hasattr(content, "id") else self.file(content)
        return self.call(
            "get_attachment", attachment_id=file.id, show=True, **arguments
        )

    def seen(self, outcome):
        """The images of an answer, opened."""
        self.assertFalse(outcome.is_error, outcome.text)
        images = [b for b in outcome.blocks if b["type"] == "image"]
        read = [Image.open(io.BytesIO(base64.b64decode(b["data"]))) for b in images]
        said = [b["mimeType"] for b in images]
        self.assertEqual([i.get_format_mimetype() for i in read], said)
        return read

    def red_corner(self, kind="JPEG", **options):
        """A file whose picture is 60x30, red in the upper left corner alone."""
        image = Image.new("RGB", (60, 30), "white")
        image.paste("red", (0, 0, 15, 15))
        return written(image, kind, **options)

    def assertRedAt(self, image, place):
        red, green, blue = image.convert("RGB").getpixel(place)
        self.assertTrue(red > 200 and green < 80 and blue < 80, (red, green, blue))

    def test_an_image_comes_beside_the_data_on_request_only(self):
        content = self.red_corner()
        outcome = self.show(content)
        (image,) = self.seen(outcome)
        self.assertEqual(image.size, (60, 30))
        shown = [{"size": "60x30", "original": "60x30"}]
        self.assertEqual(outcome.structured["shown"], shown)
        self.assertIn("shown at 60x30 of 60x30 pixels", outcome.text)
        self.assertEqual([b["type"] for b in outcome.blocks], ["text", "image"])
        plain = self.call("get_attachment", attachment_id=self.file(content).id)
        self.assertEqual([b["type"] for b in plain.blocks], ["text"])
        self.assertNotIn("shown", plain.structured)

    def whole(self, outcome):
        """Characters of an answer as a client gets it."""
        content = {"content": outcome.blocks, "structuredContent": outcome.structured}
        return len(compact(content))

    def test_an_answer_with_images_is_one_that_claude_takes(self):
        content = written(noise(2400, 1800), quality=95)
        scans = self.file(scan(*[io.BytesIO(content)] * 4), name="scan.pdf")
        for file, count in ((content, 1), (scans, 4)):
            with self.subTest(images=count):
                outcome = self.show(file)
                self.assertEqual(len(self.seen(outcome)), count)
                self.assertLess(self.whole(outcome), CLAUDE_TAKES)
                data = sum(len(b.get("data", "")) for b in outcome.blocks)
                self.assertLessEqual(data, pictures.MOST_BYTES)
                self.assertGreater(data, pictures.MOST_BYTES // 2)
                self.assertEqual(
                    outcome.structured["shown"][0]["original"], "2400x1800"
                )

    def test_the_answer_budget_has_no_say_in_images(self):
        content = written(noise(1600, 1200))
        (usual,) = self.seen(self.show(content))
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", 4)
        (small,) = self.seen(self.show(content))
        self.assertEqual((usual.size, small.size), ((1500, 1125),) * 2)

    def test_a_page_of_small_print_stays_readable_in_black_and_white(self):
        page = Image.new("L", (827, 1170), 245)
        drawn = ImageDraw.Draw(page)
        for line in range(50):
            text = hashlib.sha512(bytes(line)).hexdigest()[:90]
            drawn.text((60, 70 + 20 * line), text, 30)
        page = io.BytesIO(written(page.resize((1654, 2340)), quality=95))
        file = self.file(scan(*[page] * 4), name="scan.pdf")
        image = self.seen(self.show(file))[0]
        self.assertEqual((image.mode, image.format), ("1", "PNG"))
        self.assertEqual(image.height, 1500)
        dark = image.histogram()[0] / (image.width * image.height)
        self.assertTrue(0.02 < dark < 0.2, dark)

    def test_a_picture_is_no_print(self):
        for picture in (
            noise(800, 800),
            Image.radial_gradient("L"),
            Image.new("L", (300, 300), 200),
            Image.linear_gradient("L"),
        ):
            self.assertIsNone(ink.threshold(picture))

    def test_an_image_is_never_larger_than_models_look_at(self):
        (image,) = self.seen(self.show(written(Image.new("RGB", (4000, 1000)))))
        self.assertEqual(image.size, (1500, 375))

    def test_an_image_stands_upright_as_its_camera_says(self):
        exif = Image.Exif()
        exif[0x112] = TURNED
        outcome = self.show(self.red_corner(exif=exif))
        (image,) = self.seen(outcome)
        self.assertEqual(image.size, (30, 60))
        self.assertEqual(outcome.structured["shown"][0]["original"], "30x60")
        self.assertRedAt(image, (25, 5))

    def test_every_usual_type_is_shown(self):
        for kind in ("PNG", "GIF", "WEBP", "BMP", "TIFF"):
            with self.subTest(kind):
                (image,) = self.seen(self.show(self.red_corner(kind)))
                self.assertRedAt(image, (5, 5))

    def test_what_is_transparent_is_shown_on_white(self):
        (image,) = self.seen(self.show(written(Image.new("RGBA", (9, 9)), "PNG")))
        self.assertGreater(min(image.convert("RGB").getpixel((4, 4))), 250)

    def test_odoo_goes_on_to_open_the_types_that_it_did(self):
        self.assertFalse({"WEBP", "TIFF"} & set(Image.ID))

    def test_what_is_no_image_is_refused_kindly_and_svg_is_none(self):
        for content, name, words in (
            (b"hello", "a.txt", "text/plain"),
            (SVG, "a.svg", "image/svg+xml"),
            (b"\xff\xd8\xff\xe0 no image", "a.jpg", "cannot be read"),
            (self.red_corner()[:200], "a.jpg", "cannot be read"),
        ):
            with self.subTest(name):
                outcome = self.show(self.file(content, name=name))
                self.assertRefused(outcome, words, "use the link")

    def test_an_image_of_too_many_pixels_is_not_unpacked(self):
        content = written(Image.new("1", (8000, 8000)), "PNG")
        self.assertRefused(self.show(content), "50 million pixels")

    def test_what_takes_much_memory_is_refused_before_it_is_unpacked(self):
        for kind, mode, side, said in (
            ("PNG", "RGBA", 4500, "20 million pixels"),
            ("PNG", "I;16", 6500, "40 million pixels"),
            ("WEBP", "RGB", 3200, "10 million pixels"),
        ):
            content = written(Image.new(mode, (side, side)), kind)
            with self.subTest(kind + mode), patch.object(Image.Image, "crop") as crop:
                self.assertRefused(self.show(content), said)
                self.assertFalse(crop.called)

    def test_a_progressive_jpeg_is_held_in_full_while_it_is_unpacked(self):
        image = Image.new("RGB", (3700, 3700))
        fine = written(image, "JPEG", progressive=True, subsampling=0)
        self.assertRefused(self.show(fine), "13 million pixels")
        for options in ({"progressive": True, "subsampling": 2}, {"subsampling": 0}):
            self.assertAnswers(self.show(written(image, "JPEG", **options)))

    def test_a_large_image_is_made_small_band_by_band(self):
        image = Image.new("RGBA", (4000, 3500), (0, 0, 0, 0))
        image.paste("red", (0, 0, 1000, 1000))
        image.paste("blue", (3000, 2500, 4000, 3500))
        palette, packed = image.convert("P"), {"compression": "tiff_deflate"}
        for kind, drawn, options in (
            ("PNG", image, {}),
            ("PNG", palette, {"transparency": palette.getpixel((2000, 100))}),
            ("TIFF", image.convert("RGB"), {**packed, "exif": self.turned()}),
        ):
            content = written(drawn, kind, **options)
            with patch.object(pictures, "_opaque", wraps=pictures._opaque) as opaque:
                (seen,) = self.seen(self.show(content))
            heights = [call.args[0].height for call in opaque.call_args_list]
            upright = kind != "TIFF"
            self.assertEqual(sum(heights), 3500 if upright else 4000)
            self.assertLessEqual(max(heights), 2 * pictures.BAND)
            self.assertEqual(seen.width > seen.height, upright)
            corners = [(0.1, 0.1), (0.9, 0.9)] if upright else [(0.9, 0.1), (0.1, 0.9)]
            found = [self.colour(seen, *place) for place in corners]
            self.assertEqual(found, ["red", "blue"], kind)

    def turned(self):
        exif = Image.Exif()
        exif[pictures.ORIENTATION] = TURNED
        return exif

    def colour(self, image, across, down):
        place = int(image.width * across), int(image.height * down)
        red, green, blue = image.convert("RGB").getpixel(place)
        names = {(True, False): "red", (False, True): "blue"}
        self.assertLess(green, 90)
        return names.get((red > 150, blue > 150))

    def test_text_and_show_are_asked_for_one_at_a_time(self):
        self.assertRefused(self.show(self.red_corner(), text=True), "one at a time")

    def test_an_image_of_an_outsider_is_marked_or_hidden(self):
        portal = new_test_user(self.env, "a_portal", groups="base.group_portal")
        made = self.env["ir.attachment"].with_user(portal).sudo()
        file = made.create({**self.file(b"").copy_data()[0], "raw": self.red_corner()})
        outcome = self.show(file)
        self.assertTrue(self.seen(outcome) and outcome.structured["untrusted"])
        self.env["ir.config_parameter"].set_param("mcp.hide_untrusted", "True")
        self.assertRefused(self.show(file), "mcp.hide_untrusted")

    def test_an_image_field_is_shown_by_the_attachment_that_holds_it(self):
        partner = self.mcp_caller.partner_id
        partner.image_1920 = base64.b64encode(self.red_corner("PNG"))
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_field", "=", "image_1920"),
                ("res_id", "=", partner.id),
            ]
        )
        self.assertRedAt(self.seen(self.show(file))[0], (5, 5))

    # ------------------------------------------------------------------------ PDF

    def red_scan(self, *kinds, turned=0):
        images = [io.BytesIO(self.red_corner(kind)) if kind else None for kind in kinds]
        return self.file(scan(*images, turned=turned), name="scan.pdf")

    def test_a_scan_is_shown_from_any_of_its_pages_on(self):
        file = self.red_scan("JPEG", "PNG")
        outcome = self.show(file, page=2)
        self.assertRedAt(self.seen(outcome)[0], (5, 5))
        self.assertEqual(outcome.structured["shown"][0]["page"], 2)
        self.assertNotIn("next_page", outcome.structured)
        self.assertRefused(self.show(file, page=3), "no page 3", "has 2")

    def test_up_to_four_pages_come_together(self):
        file = self.red_scan("PNG", "JPEG", None, "JPEG", "JPEG")
        outcome = self.show(file)
        self.assertEqual(len(self.seen(outcome)), 3)
        pages = [shown["page"] for shown in outcome.structured["shown"]]
        self.assertEqual((pages, outcome.structured["next_page"]), ([1, 2, 4], 5))
        self.assertIn("next page 5", outcome.text)
        outcome = self.show(file, page=5)
        self.assertRedAt(self.seen(outcome)[0], (5, 5))
        self.assertNotIn("next_page", outcome.structured)

    def test_a_page_stands_as_the_pdf_turns_it(self):
        (image,) = self.seen(self.show(self.red_scan("JPEG", turned=90)))
        self.assertEqual(image.size, (30, 60))
        self.assertRedAt(image, (25, 5))

    def test_a_page_without_an_image_points_to_its_text(self):
        refused = self.show(self.red_scan(None))
        self.assertRefused(refused, "Page 1 of 1 holds no image", "text: true")

    def test_a_broken_pdf_is_refused(self):
        file = self.file(b"%PDF-1.4 nothing", name="broken.pdf")
        self.assertRefused(self.show(file), "cannot be read")

    def test_a_page_whose_image_lies_in_a_form_is_shown(self):
        held = io.BytesIO()
        drawn = canvas.Canvas(held)
        for kind in ("JPEG", "PNG"):
            drawn.beginForm(kind)
            drawn.drawImage(ImageReader(io.BytesIO(self.red_corner(kind))), 0, 0)
            drawn.endForm()
            drawn.doForm(kind)
            drawn.showPage()
        drawn.save()
        for number in (1, 2):
            found = pdf_images.pictures(self.env, held.getvalue(), number)
            self.assertEqual(found.pictures[number].size, (60, 30))

    def test_an_image_that_says_it_is_huge_is_left_alone(self):
        content = scan(io.BytesIO(self.red_corner("PNG")))
        huge = content.replace(b"/Width 60", b"/Width 60000000")
        self.assertNotEqual(huge, content)
        with (
            patch.object(pdf_images, "_file") as unpacked,
            self.assertRaisesRegex(ToolError, "holds no image"),
        ):
            pdf_images.pictures(self.env, huge, 1)
        self.assertFalse(unpacked.called)

    def test_sixteen_bits_of_grey_are_not_cut_off(self):
        image = Image.new("I;16", (9, 9), 32768)
        found = pictures.picture(self.env, written(image, "PNG"))
        grey = Image.open(io.BytesIO(found.content)).getpixel((4, 4))
        self.assertAlmostEqual(grey, 128, delta=4)
