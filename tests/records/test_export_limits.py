"""export_data: how large a file may become, and how much may wait for a download."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from odoo import fields, models
from odoo.tests import tagged

from ...services.file_links import waiting
from ...services.orm.paths import resolve
from ...services.orm.reads import export_lines, exporting
from ..common import McpCase

IN_LISTS = ["name", "state_ids.country_id.state_ids.country_id.state_ids.name"]


@tagged("post_install", "-at_install")
class TestExportLimits(McpCase):
    def setUp(self):
        super().setUp()
        groups = "odoo_mcp.group_observer,base.group_allow_export"
        self._mcp_caller = self.mcp_user(groups)
        states = [(0, 0, {"name": f"State {n}", "code": f"S{n}"}) for n in range(40)]
        values = {"name": "Export Land", "code": "X1", "state_ids": states}
        self.country = self.env["res.country"].create(values)

    def export(self, names, **arguments):
        given = {"model": "res.country", "domain": [["id", "=", self.country.id]]}
        arguments = {"fields": names, "format": "csv", **given, **arguments}
        return self.call("export_data", **arguments)

    def test_lists_in_lists_are_counted_before_they_are_made(self):
        exported = type(self.country).export_data
        with patch.object(models.BaseModel, "export_data", autospec=True) as export:
            export.side_effect = exported
            with patch.object(exporting, "MOST_CELLS", 100_000):
                for kind in ("csv", "json", "xlsx"):
                    outcome = self.export(IN_LISTS, format=kind)
                    self.assertRefused(outcome, "over 100,000 cells")
            self.assertFalse(export.called)

    def test_lines_are_counted_as_odoo_makes_them(self):
        tag = self.env["res.partner.category"].create([{"name": n} for n in "ab"])
        house = {"name": "House", "category_id": [(6, 0, tag.ids)]}
        persons = [(0, 0, {"name": "Ann"}), (0, 0, {"name": "Ben"})]
        parent = self.env["res.partner"].create({**house, "child_ids": persons})
        for names in (
            ["name", "category_id.name"],
            ["name", "child_ids"],
            ["child_ids.name", "child_ids.parent_id.child_ids.name"],
            ["child_ids.email", "country_id.state_ids.name"],
            ["parent_id.child_ids.name"],
        ):
            paths = [resolve(parent, name) for name in names]
            for record in parent | parent.child_ids:
                with self.subTest(names):
                    counted = export_lines.LineCounter(paths).of(record)
                    made = len(list(exporting.rows(record, paths)))
                    self.assertEqual(counted, made)

    def test_a_file_of_too_many_letters_is_refused_while_it_is_made(self):
        self.country.name = "L" * 300
        with patch.object(exporting, "MOST_CHARACTERS", 12_100):
            self.assertAnswers(self.export(["name", "state_ids.country_id.code"]))
            outcome = self.export(["name", "state_ids.country_id.name"])
            self.assertRefused(outcome, "over 0 MB")
        with patch.object(exporting, "MOST_CHARACTERS", 500):
            self.assertAnswers(self.export(["state_ids.country_id.code"]))
            outcome = self.export(["state_ids.country_id.code"], format="json")
            self.assertRefused(outcome, "over 0 MB")

    def test_a_record_of_many_lines_is_made_alone(self):
        parts = []
        paths = [resolve(self.country, "state_ids.name")]
        with patch.object(exporting, "AT_ONCE", 30):
            other = self.country.copy({"code": "X2", "name": "Other", "state_ids": []})
            several = self.country | other
            self.assertEqual(
                len(list(exporting.rows(several, paths, parts.append))), 41
            )
        self.assertEqual(parts, [1, 2])

    def test_what_waits_of_a_user_is_bounded_and_what_is_over_is_deleted(self):
        size = self.assertAnswers(self.export(["name"]))["size"]
        with patch.object(waiting, "MOST_BYTES", size * 2):
            self.assertAnswers(self.export(["name"]))
            self.assertRefused(self.export(["name"]), "were not downloaded yet")
            links = self.env["mcp.link"].search([], order="id desc", limit=2)
            links[0].used = fields.Datetime.now()
            self.assertAnswers(self.export(["name"]))
            self.assertFalse(links[0]._stored())
            self.assertTrue(links[1]._stored())
            links[1].create_date -= timedelta(minutes=11)
            self.assertAnswers(self.export(["name"]))
            self.assertFalse(links[1]._stored())
            self.assertTrue(links.exists())

    def test_what_waits_of_others_takes_no_room(self):
        size = self.assertAnswers(self.export(["name"]))["size"]
        groups = "odoo_mcp.group_observer,base.group_allow_export"
        with patch.object(waiting, "MOST_BYTES", size):
            self.assertRefused(self.export(["name"]), "were not downloaded yet")
            self._mcp_caller = self.mcp_user(groups)
            self.assertAnswers(self.export(["name"]))
