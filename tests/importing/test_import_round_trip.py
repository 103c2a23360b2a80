"""An export with headers: names is imported again to the same records."""

from __future__ import annotations

from odoo.tests import tagged

from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestImportRoundTrip(ImportCase):
    mcp_groups = ImportCase.mcp_groups + ",base.group_allow_export"

    def setUp(self):
        super().setUp()
        tags = self.env["res.partner.category"]
        self.house = self.partners.create(
            {
                "name": "House Import",
                "ref": "=1+1",
                "phone": "+32 1 23",
                "color": 3,
                "comment": "<p>Two<br>lines</p>",
                "is_company": True,
                "country_id": self.env.ref("base.be").id,
                "category_id": [
                    (6, 0, tags.create([{"name": "Gold"}, {"name": "Silver"}]).ids)
                ],
                "child_ids": [
                    (0, 0, {"name": "Ann", "email": "ann@example.com", "color": 1}),
                    (0, 0, {"name": "Ben", "email": "ben@example.com"}),
                ],
            }
        )
        self.other = self.partners.create({"name": "Second Import"})

    def exported(self, fields, kind, domain=None, model="res.partner"):
        """The file of an export, as an attachment of the caller."""
        ids = (self.house + self.other).ids
        self.env.flush_all()
        self.assertAnswers(
            self.call(
                "export_data",
                model=model,
                domain=domain or [["id", "in", ids]],
                fields=fields,
                format=kind,
                headers="names",
                order="id",
            )
        )
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        return link._stored().raw

    def facts(self):
        self.env.invalidate_all()
        everyone = self.house + self.other + self.house.child_ids
        names = ["name", "ref", "phone", "color", "comment", "email", "is_company"]
        names += ["country_id", "category_id", "parent_id", "child_ids", "lang"]
        return {record.id: record.read(names)[0] for record in everyone}

    def test_contacts_with_their_children_come_back_as_they_were(self):
        fields = ["id", "name", "ref", "phone", "color", "comment", "is_company"]
        fields += ["country_id", "category_id"]
        fields += ["child_ids.id", "child_ids.name", "child_ids.email"]
        before, count = self.facts(), self.partners.search_count([])
        for kind in ("csv", "xlsx", "json"):
            with self.subTest(kind=kind):
                content = self.exported(fields, kind)
                answer = self.imported(content)
                self.assertEqual((answer["created"], answer["updated"]), (0, 0))
                self.assertEqual(answer["unchanged"], 2)
                self.assertEqual(answer.get("not_applied", []), [])
                self.assertEqual(self.facts(), before)
                self.assertEqual(self.partners.search_count([]), count)

    def test_what_was_edited_in_it_is_changed_and_nothing_else(self):
        content = self.exported(["id", "name", "child_ids.id", "child_ids.name"], "csv")
        answer = self.imported(content.replace(b"Ben", b"Benjamin"))
        self.assertEqual(answer["created"], 0)
        self.assertEqual(
            sorted(self.house.child_ids.mapped("name")), ["Ann", "Benjamin"]
        )

    def test_figures_of_three_decimals_come_back_whatever_the_language_writes(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.mcp_caller.lang = "de_DE"
        (self.house + self.other).write({"partner_latitude": 2.125})
        content = self.exported(["id", "name", "partner_latitude"], "csv")
        self.assertIn(b"2.125", content)
        answer = self.imported(content)
        self.assertEqual((answer["created"], answer["unchanged"]), (0, 2))
        self.imported(content.replace(b"2.125", b"3.375"))
        self.assertEqual(self.house.partner_latitude, 3.375)

    def test_the_columns_of_the_list_view_come_back_too(self):
        self.env.flush_all()
        before = self.facts()
        content = self.exported(None, "csv")
        answer = self.imported(content)
        self.assertEqual((answer["created"], answer["unchanged"]), (0, 2))
        self.assertEqual(self.facts(), before)

    def test_the_records_of_another_model_come_back_too(self):
        model = "res.partner.category"
        parent = self.env[model].create({"name": "Parent Import"})
        tag = {"name": "Tag Import", "color": 2, "parent_id": parent.id}
        one = self.env[model].create(tag)
        count = self.env[model].search_count([])
        fields = ["id", "name", "color", "parent_id", "parent_id.id", "active"]
        for kept in (fields[:4], [*fields[:3], *fields[4:]]):
            with self.subTest(fields=kept):
                domain = [["id", "in", one.ids]]
                content = self.exported(kept, "xlsx", domain, model)
                answer = self.imported(content, model=model)
                self.assertEqual((answer["created"], answer["unchanged"]), (0, 1))
                self.assertEqual((one.color, one.parent_id), (2, parent))
                self.assertEqual(self.env[model].search_count([]), count)
