"""import_data: what a file says is in the database, by the columns and the key."""

from __future__ import annotations

import json
from datetime import date

from odoo.tests import tagged

from .import_case import ImportCase, sheet


@tagged("post_install", "-at_install")
class TestImportData(ImportCase):
    def test_true_and_false_are_read_as_spreadsheets_write_them(self):
        for said, value in (
            ("WAHR", True),
            ("FALSCH", False),
            ("VRAI", True),
            ("FAUX", False),
            ("Verdadero", True),
            ("nein", False),
        ):
            with self.subTest(said=said):
                self.imported(f"name,is_company\nSaid {said},{said}\n")
                made = self.partners.search([("name", "=", f"Said {said}")])
                self.assertIs(made.is_company, value)
        self.refused("name,is_company\nSaid so,perhaps\n", "true or false")

    def test_columns_are_found_by_name_and_by_label(self):
        answer = self.imported("name,Email,country_id\nAnn Import,a@x.com,Belgium\n")
        self.assertEqual(
            answer["columns"],
            {"name": "name", "Email": "email", "country_id": "country_id"},
        )
        self.assertEqual((answer["created"], answer["updated"]), (1, 0))
        made = self.contact("Ann Import")
        self.assertEqual(answer["created_ids"], str(made.id))
        self.assertEqual(made.email, "a@x.com")
        self.assertEqual(made.country_id, self.env.ref("base.be"))

    def test_labels_are_those_of_the_callers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.model.fields"]._get("res.partner", "ref").with_context(
            lang="fr_FR"
        ).field_description = "Matricule"
        self.env.registry.clear_cache()
        self.imported("name;Matricule\nFrançoise;F1\n", lang="fr_FR")
        self.assertEqual(self.contact("Françoise").ref, "F1")

    def test_without_a_key_every_row_is_new(self):
        self.imported("name\nSame Import\n")
        answer = self.imported("name\nSame Import\n")
        self.assertEqual(answer["created"], 1)
        self.assertEqual(self.partners.search_count([("name", "=", "Same Import")]), 2)

    def test_an_archived_record_that_matches_is_told(self):
        archived = self.partners.create({"name": "Gone", "ref": "K2", "active": False})
        file = "ref,name\nK2,Back\n"
        call = self.make_call(
            "import_data", self.given(file, key=["ref"]), dry_run=True
        )
        self.assertIn("1 are archived and stay so", self.answer(call).text)
        answer = self.imported(file, key=["ref"])
        self.assertEqual(answer["archived_ids"], str(archived.id))
        self.assertFalse(archived.active)
        archived.active = True
        self.assertNotIn("archived_ids", self.imported(file, key=["ref"]))

    def test_an_archived_record_that_is_skipped_or_refused_is_told_too(self):
        archived = self.partners.create({"name": "Gone", "ref": "K2", "active": False})
        self.partners.create({"name": "There", "ref": "K1"})
        given = self.given("ref,name\nK1,A\nK2,B\n", key=["ref"], on_match="skip")
        told = self.answer(self.make_call("import_data", given, dry_run=True)).text
        self.assertIn("skips 2", told)
        self.assertIn("1 are archived and stay so", told)
        answer = self.assertAnswers(self.call("import_data", **given))
        self.assertEqual((answer["skipped"], answer["updated"]), (2, 0))
        self.assertEqual(answer["archived_ids"], str(archived.id))
        given["on_match"] = "error"
        outcome = self.call("import_data", **given)
        said = {rows: text for rows, _column, text in self.problems(outcome.structured)}
        self.assertIn(f"archived: {archived.id}", said["3"])
        self.assertNotIn("archived", said["2"])

    def test_a_skipped_row_with_a_problem_is_counted_once(self):
        self.partners.create({"name": "There", "ref": "K1"})
        rows = "ref,name,color\nK1,A,red\nK2,Other Import,1\n"
        asked = {"key": ["ref"], "on_match": "skip", "on_error": "skip"}
        answer = self.imported(rows, **asked)
        counts = [answer[n] for n in ("created", "updated", "skipped", "refused")]
        self.assertEqual(counts, [1, 0, 0, 1])

    def test_a_stated_key_finds_the_record_archived_ones_too(self):
        known = self.partners.create({"name": "Old", "ref": "K1", "active": False})
        answer = self.imported("ref,name\nK1,New\nK2,Other Import\n", key="ref")
        self.assertEqual((answer["created"], answer["updated"]), (1, 1))
        self.assertEqual(known.name, "New")
        self.assertEqual(self.contact("Other Import").ref, "K2")

    def test_what_exists_is_skipped_or_refused_on_request(self):
        known = self.partners.create({"name": "Old", "ref": "K1"})
        file = "ref,name\nK1,New\nK2,Other Import\n"
        answer = self.imported(file, key=["ref"], on_match="skip")
        self.assertEqual((answer["created"], answer["skipped"]), (1, 1))
        self.assertEqual(known.name, "Old")
        answer = self.refused(file, key=["ref"], on_match="error")
        self.assertEqual(self.problems(answer)[0][:2], ("2", None))

    def test_a_key_of_several_fields_takes_them_together(self):
        belgium, france = self.env.ref("base.be"), self.env.ref("base.fr")
        one, other = self.partners.create(
            [
                {"name": "Twin", "ref": "T", "country_id": belgium.id},
                {"name": "Twin", "ref": "T", "country_id": france.id},
            ]
        )
        file = "ref,country_id,phone\nT,France,123\n"
        answer = self.imported(file, key=["ref", "country_id"])
        self.assertEqual(answer["updated_ids"], str(other.id))
        self.assertEqual((one.phone, other.phone), (False, "123"))

    def test_an_external_id_names_what_is_new_and_finds_it_again(self):
        file = "id,name\nour_ann,Ann Import\n"
        self.assertEqual(self.imported(file)["created"], 1)
        made = self.env.ref("__import__.our_ann")
        self.assertEqual(made, self.contact("Ann Import"))
        answer = self.imported("id,name\nour_ann,Anna Import\n")
        self.assertEqual((answer["created"], answer["updated"]), (0, 1))
        self.assertEqual(made.name, "Anna Import")

    def test_references_are_external_ids_ids_or_names(self):
        tags = self.env["res.partner.category"].create(
            [{"name": "Gold Import"}, {"name": "Silver Import"}]
        )
        parent = self.partners.create({"name": "Parent Import"})
        file = (
            "name,country_id/id,parent_id/.id,category_id\n"
            f'Ann Import,base.be,{parent.id},"Gold Import,Silver Import"\n'
        )
        self.imported(file)
        made = self.contact("Ann Import")
        self.assertEqual(made.country_id, self.env.ref("base.be"))
        self.assertEqual((made.parent_id, made.category_id), (parent, tags))

    def test_rows_name_each_other_by_their_external_ids(self):
        file = (
            "id,name,parent_id/id\n"
            "x_leaf,Leaf Import,x_branch\n"
            "x_branch,Branch Import,x_root\n"
            "x_root,Root Import,\n"
        )
        answer = self.imported(file)
        self.assertEqual(answer["created"], 3)
        self.assertEqual(answer.get("not_applied", []), [])
        leaf = self.contact("Leaf Import")
        self.assertEqual(leaf.parent_id.parent_id.name, "Root Import")
        self.assertEqual(self.imported(file)["unchanged"], 3)
        self.assertEqual(leaf.parent_id.name, "Branch Import")
        circle = "id,name,parent_id/id\nx_a,A Import,x_b\nx_b,B Import,x_a\n"
        self.refused(circle, "was not imported")

    def test_rows_below_a_record_are_its_lines(self):
        file = (
            "name,child_ids/name,child_ids/email\n"
            "House Import,Ann,ann@x.com\n"
            ",Ben,ben@x.com\n"
            "Other Import,,\n"
        )
        answer = self.imported(file)
        self.assertEqual(answer["created"], 2)
        children = self.contact("House Import").child_ids
        self.assertEqual(sorted(children.mapped("email")), ["ann@x.com", "ben@x.com"])
        self.assertFalse(self.contact("Other Import").child_ids)

    def test_lines_are_never_doubled(self):
        house = self.partners.create(
            {"name": "House", "ref": "H", "child_ids": [(0, 0, {"name": "Ann"})]}
        )
        self.refused("ref,child_ids/name\nH,Ann\n", "child_ids/.id", key=["ref"])
        ann = house.child_ids
        file = f"ref,child_ids/.id,child_ids/name\nH,{ann.id},Anna\n,,Ben\n"
        self.imported(file, key=["ref"])
        self.assertEqual(sorted(house.child_ids.mapped("name")), ["Anna", "Ben"])
        self.assertEqual(ann.name, "Anna")

    def test_an_empty_cell_empties_what_exists_and_leaves_new_records_their_default(
        self,
    ):
        known = self.partners.create({"name": "Old", "ref": "E", "phone": "1"})
        self.imported("ref,name,phone,type\nE,Old,,\nF,New Import,,\n", key=["ref"])
        self.assertFalse(known.phone)
        self.assertEqual(self.contact("New Import").type, "contact")

    def test_what_odoo_sets_itself_is_left_out_and_named(self):
        answer = self.imported("name,create_date,complete_name\nAnn Import,x,y\n")
        left_out = {x["column"] for x in answer["left_out"]}
        self.assertEqual(left_out, {"create_date", "complete_name"})

    def test_a_column_that_is_no_field_is_refused_until_somebody_says_what_it_is(self):
        file = "name,Fax number\nAnn Import,123\n"
        answer = self.refused(file, "Fax number")
        self.assertEqual(answer["columns"], {"name": "name"})
        answer = self.imported(file, columns={"Fax number": None})
        self.assertEqual(answer["left_out"][0]["column"], "Fax number")
        self.imported(file.replace("Ann", "Ben"), columns={"Fax number": "phone"})
        self.assertEqual(self.contact("Ben Import").phone, "123")

    def test_two_columns_of_one_field_are_refused(self):
        self.refused("name,country_id,country_id/id\nA,,\n", "country_id/id")
        self.refused("name,name\nA,B\n", "name")
        self.refused("name\nA\n", "file has no such column", columns={"x": "name"})

    def test_a_field_without_fields_of_its_own_has_none(self):
        answer = self.refused("name,color/name\nA,1\n", "color/name")
        self.assertIn("no fields of its own", self.problems(answer)[0][2])

    def test_a_file_of_ids_alone_is_refused(self):
        self.refused("id\nx_a\n", "No column")

    def test_a_label_of_several_fields_is_refused_with_the_choice(self):
        fields = self.env["ir.model.fields"]
        for name in ("ref", "website"):
            fields._get("res.partner", name).field_description = "Twofold"
        self.env.registry.clear_cache()
        answer = self.refused("name,Twofold\nAnn,1\n", "Twofold", lang="en_US")
        ((_rows, column, words),) = self.problems(answer)
        self.assertEqual(column, "Twofold")
        self.assertIn("ref", words)
        self.assertIn("website", words)

    def test_a_label_means_the_one_field_that_can_be_imported(self):
        fields = self.env["ir.model.fields"]
        for name in ("ref", "complete_name"):
            fields._get("res.partner", name).field_description = "Twofold"
        self.env.registry.clear_cache()
        self.imported("name,Twofold\nAnn Import,1\n", lang="en_US")
        self.assertEqual(self.contact("Ann Import").ref, "1")

    def test_an_import_writes_no_log_of_each_field(self):
        known = self.partners.create({"name": "Old Import", "ref": "K"})
        field = type(known)._fields["name"]
        self.patch(field, "tracking", True)
        self.env.registry.clear_cache()
        messages = known.message_ids
        self.imported("ref,name\nK,New Import\n", key=["ref"])
        self.env.cr.precommit.run()
        self.assertEqual(known.name, "New Import")
        self.assertEqual(known.message_ids, messages)

    def test_a_workbook_brings_numbers_dates_and_texts(self):
        content = sheet(
            ["name", "ref", "color", "active", "date"],
            ["Ann Import", 12345, 3.0, True, date(2026, 2, 16)],
        )
        answer = self.imported(content, columns={"date": "comment"})
        self.assertEqual(answer["file"]["sheet"], "Sheet1")
        made = self.contact("Ann Import")
        self.assertEqual((made.ref, made.color, made.active), ("12345", 3, True))
        self.assertIn("2026-02-16", made.comment)

    def test_json_is_a_list_of_objects(self):
        people = [{"name": "Ann Import", "color": 2}, {"name": "Ben Import"}]
        answer = self.imported(json.dumps(people))
        self.assertEqual((answer["created"], answer["file"]["format"]), (2, "json"))
        self.assertEqual(self.contact("Ann Import").color, 2)

    def test_how_csv_is_written_is_found_out_and_said(self):
        for content, encoding, delimiter in (
            ("name;ref\nJosé Import;1\n".encode(), "utf-8", ";"),
            ("name;ref\nJosé Import;1\n".encode("utf-8-sig"), "utf-8-sig", ";"),
            ("name,ref\nJosé Import,1\n".encode("cp1252"), "cp1252", ","),
            ("name\tref\nJosé Import\t1\n".encode("utf-16"), "utf-16", "\t"),
        ):
            with self.subTest(encoding=encoding):
                file = self.imported(content)["file"]
                said = (file["encoding"], file["delimiter"])
                self.assertEqual(said, (encoding, delimiter))
                self.contact("José Import").unlink()

    def test_a_first_line_for_excel_says_what_parts_the_cells(self):
        rows = "name;ref\nAnn, Ben, Import;1\nCleo, Dan, Import;2\n"
        for said in ("sep=;\n", "SEP=;\r\n", '"sep=;"\n'):
            with self.subTest(said=said):
                answer = self.imported(said + rows)
                self.assertEqual(answer["created"], 2)
                self.assertEqual(answer["file"]["delimiter"], ";")
                self.assertEqual(self.contact("Ann, Ben, Import").ref, "1")
                self.partners.search([("name", "like", ", Import")]).unlink()
        answer = self.refused("sep=;\nname;color\nAnn;red\n", "color")
        self.assertEqual(self.problems(answer)[0][0], "3")

    def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(self):
        self.refused('name;city\nBefore;a\n"After;x\nB;y\n', "no CSV", "end of data")
