"""Whatever a change set knows to point at a renumbered record points at its new id."""

from odoo.tests import TransactionCase, tagged

from ...services.journal.lines import Line
from ...services.journal.undo.renumbering import merged, renumbered

PARTNER = "res.partner"
NEW = {PARTNER: {5: 9}, "ir.actions.act_window": {7: 8}}


@tagged("post_install", "-at_install")
class TestRenumbering(TransactionCase):
    def moved(self, model, before, new=NEW, **more):
        (line,) = renumbered(self.env, [Line(model, 1, "write", True, before)], new)
        return line.before

    def test_links_to_one_and_to_many_move_and_others_stay(self):
        before = {"parent_id": 5, "user_id": 5, "name": "5", "color": 5}
        self.assertEqual(self.moved("res.partner", before), {**before, "parent_id": 9})
        linked = {"partner_ids": [4, 5, 6]}
        moved = self.moved("res.partner.category", linked)
        self.assertEqual(moved, {"partner_ids": [4, 6, 9]})

    def test_references_move_where_they_are_of_that_model(self):
        moved = self.moved("ir.ui.menu", {"action": "ir.actions.act_window,7"})
        self.assertEqual(moved, {"action": "ir.actions.act_window,8"})
        other = {"action": "ir.actions.server,7"}
        self.assertEqual(self.moved("ir.ui.menu", other), other)
        self.assertEqual(self.moved("ir.ui.menu", {"action": None}), {"action": None})

    def test_an_id_beside_the_name_of_its_model_moves_where_that_model_did(self):
        of_partner = {"res_model": "res.partner", "res_id": 5}
        self.assertEqual(self.moved("ir.attachment", of_partner)["res_id"], 9)
        of_user = {"res_model": "res.users", "res_id": 5}
        self.assertEqual(self.moved("ir.attachment", of_user)["res_id"], 5)

    def test_an_id_alone_moves_by_the_model_that_its_record_names_now(self):
        values = {"name": "a", "res_model": "res.partner", "res_id": 1}
        file = self.env["ir.attachment"].create(values)
        line = Line("ir.attachment", file.id, "write", True, {"res_id": 5})
        (moved,) = renumbered(self.env, [line], NEW)
        self.assertEqual(moved.before, {"res_id": 9})

    def test_its_model_is_that_of_the_record_that_is_back_and_not_of_another(self):
        values = [
            {"name": "a", "res_model": m, "res_id": 1} for m in ("res.users", PARTNER)
        ]
        taken, back = self.env["ir.attachment"].create(values)
        line = Line("ir.attachment", taken.id, "write", True, {"res_id": 5})
        new = {**NEW, "ir.attachment": {taken.id: back.id}}
        (moved,) = renumbered(self.env, [line], new)
        self.assertEqual((moved.res_id, moved.before), (back.id, {"res_id": 9}))

    def test_paths_and_rows_of_relations_move(self):
        path = {"parent_path": "4/5/1/"}
        new = {"res.partner.category": {5: 9}}
        moved = self.moved("res.partner.category", path, new)
        self.assertEqual(moved, {"parent_path": "4/9/1/"})
        row = Line(
            "res_partner_res_partner_category_rel",
            0,
            "row",
            True,
            {"partner_id": 5, "category_id": 5},
        )
        (found,) = renumbered(self.env, [row], new)
        self.assertEqual(found.before, {"partner_id": 5, "category_id": 9})

    def test_who_was_renumbered_twice_has_the_last_id(self):
        twice = merged({"res.partner": {5: 9}}, {"res.partner": {9: 12}})
        self.assertEqual(twice, {"res.partner": {5: 12, 9: 12}})
