"""A change of many records is taken back by few statements, and as one by one."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_undo import JournalCase

FEW, MANY = 20, 60
TAG = "res.partner.category"


def each_more(statements):
    """What each record more costs, by ``statements(count)``; caches filled before."""
    _cold, few, many = statements(FEW), statements(FEW), statements(MANY)
    return (many - few) / (MANY - FEW)


@tagged("post_install", "-at_install")
class TestUndoOfMany(JournalCase):
    def people(self, count, **values):
        """So many contacts; a value that is a function is asked with their number."""
        rows = [
            {k: v(n) if callable(v) else v for k, v in values.items()}
            for n in range(count)
        ]
        people = self.env["res.partner"].create(
            [{"name": f"P{n}", **row} for n, row in enumerate(rows)]
        )
        self.env.flush_all()
        return people

    def moved(self, records, **values):
        """Change ``records`` by one write; the change set."""
        name, ids = records._name, records.ids
        return self.changed(lambda env: env[name].browse(ids).write(values))

    def taken(self, change):
        """Statements of the undo of ``change``, and what it answered."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answer = self.assertAnswers(self.call("undo", change_id=change.id))
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env.cr.sql_log_count - before, answer

    def writes(self, change, model="res.partner"):
        """How many records each ``write`` of the undo had."""
        sizes, kind = [], type(self.env[model])
        write = kind.write

        def counted(records, values):
            sizes.append(len(records))
            return write(records, values)

        self.patch(kind, "write", counted)
        _taken, answer = self.taken(change)
        self.patch(kind, "write", write)
        self.assertFalse(answer["not_as_before"])
        return sizes

    def test_equal_values_come_back_by_one_write(self):
        people = self.people(MANY, city="Old")
        self.assertEqual(self.writes(self.moved(people, city="New")), [MANY])
        self.assertEqual(people.mapped("city"), ["Old"] * MANY)

    def test_what_one_write_made_alike_comes_back_by_a_write_for_each_value(self):
        people = self.people(MANY, city=lambda n: f"Town {n % 3}")
        sizes = self.writes(self.moved(people, city="New"))
        self.assertEqual(sizes, [MANY // 3] * 3)
        self.assertEqual(people[:4].mapped("city"), [f"Town {n % 3}" for n in range(4)])

    def test_what_was_written_one_by_one_keeps_its_order(self):
        people = self.people(12, city=lambda n: f"Town {n % 2}")

        def move(env):
            for n, partner in enumerate(env["res.partner"].browse(people.ids)):
                partner.write({"city": f"New {n}"})

        seen, kind = [], type(people)
        write = kind.write

        def noted(records, values):
            seen.extend(records.ids)
            return write(records, values)

        change = self.changed(move)
        self.patch(kind, "write", noted)
        self.taken(change)
        self.assertEqual(seen, people.ids[::-1])

    def test_no_record_more_costs_a_statement_of_its_own(self):
        def statements(count):
            people = self.people(count, comment="<p>Old</p>", function="Old")
            return self.taken(self.moved(people, comment="<p>N</p>", function="N"))[0]

        self.assertLess(each_more(statements), 0.2)

    def test_stale_computed_values_are_computed_together(self):
        def statements(count):
            people = self.people(count, city="Old")
            self.env.cr.execute(
                "UPDATE res_partner SET complete_name = 'stale' WHERE id IN %s",
                [people._ids],
            )
            self.env.invalidate_all()
            change = self.moved(people, name="Renamed")
            return self.taken(change)[0]

        # Odoo's own messages of the tracked name among them
        self.assertLess(each_more(statements), 8)

    def test_what_is_not_as_before_is_told_without_asking_for_each_record(self):
        def asked(count):
            people = self.people(count, city="Old")
            self.env.cr.execute(
                "UPDATE res_partner SET complete_name = 'stale' WHERE id IN %s",
                [people._ids],
            )
            self.env.invalidate_all()
            change = self.moved(people, name="Renamed")
            found, partners = [], type(people)
            exists = partners.exists
            self.patch(partners, "exists", lambda r: found.append(r) or exists(r))
            answer = self.taken(change)[1]
            self.patch(partners, "exists", exists)
            names = {value["field"] for value in answer["not_as_before"]}
            self.assertEqual(names, {"complete_name"})
            return len(found)

        self.assertEqual(asked(FEW), asked(MANY))

    def test_where_odoo_takes_one_at_a_time_each_is_written(self):
        people = self.people(FEW, city="Old")
        change = self.moved(people, city="New")
        write = type(people).write

        def one(records, values):
            records.ensure_one()
            return write(records, values)

        self.patch(type(people), "write", one)
        answer = self.taken(change)[1]
        self.assertFalse(answer["not_as_before"])
        self.assertEqual(people.mapped("city"), ["Old"] * FEW)

    def test_what_odoo_refuses_of_one_is_told_and_nothing_is_undone(self):
        people = self.people(FEW, city="Old")
        change = self.moved(people, city="New")
        write, last = type(people).write, people[3].id

        def refusing(records, values):
            if last in records.ids:
                raise UserError("P3 stays in New")
            return write(records, values)

        self.patch(type(people), "write", refusing)
        self.assertRefused(self.undo(change_id=change.id), "P3 stays in New")
        self.env.invalidate_all()
        self.assertEqual(people.mapped("city"), ["New"] * FEW)

    def test_the_undo_shows_the_records_in_the_order_of_the_change(self):
        people = self.people(FEW, city=lambda n: f"Town {n % 2}")
        change = self.moved(people, city="New")
        self.taken(change)
        undone = self.env["mcp.change"].search([("kind", "=", "undo")], limit=1)
        lines = sorted(undone._lines(), key=lambda line: line.turn)
        shown = [line.res_id for line in lines if line.model == "res.partner"]
        self.assertEqual(shown, people.ids)

    def test_an_undone_undo_brings_the_change_again(self):
        people = self.people(FEW, city=lambda n: f"Town {n % 2}")
        self.taken(self.moved(people, city="New"))
        undone = self.env["mcp.change"].search([("kind", "=", "undo")], limit=1)
        self.taken(undone)
        self.assertEqual(people.mapped("city"), ["New"] * FEW)


@tagged("post_install", "-at_install")
class TestUndoOfManyKeyed(JournalCase):
    """Values by language and by company, of many records at once."""

    def tags(self, count):
        self.env["res.lang"]._activate_lang("fr_FR")
        tags = self.env[TAG].create([{"name": f"Tag {n}"} for n in range(count)])
        for n, tag in enumerate(tags.with_context(lang="fr_FR")):
            tag.name = f"Balise {n}"
        self.env.flush_all()
        return tags

    def statements(self, count):
        tags = self.tags(count)
        change = self.changed(
            lambda env: [
                tag.write({"name": f"New {n}"})
                for n, tag in enumerate(env[TAG].browse(tags.ids))
            ]
        )
        # another language is written since: it is of no interest
        tags[0].with_context(lang="fr_FR").name = "Autre"
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertAnswers(self.call("undo", change_id=change.id))
        self.env.flush_all()
        taken = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        names = [f"Tag {n}" for n in range(count)]
        self.assertEqual(tags.mapped("name"), names)
        french = tags.with_context(lang="fr_FR").mapped("name")
        self.assertEqual(french, ["Autre", *(f"Balise {n}" for n in range(1, count))])
        return taken

    def test_translated_values_come_back_by_one_statement(self):
        self.assertLess(each_more(self.statements), 0.2)

    def test_values_of_companies_come_back_and_those_of_others_stay(self):
        other = self.env["res.company"].create({"name": "Other"})
        people = self.env["res.partner"].create([{"name": "P"} for _n in range(FEW)])
        for n, partner in enumerate(people):
            partner.barcode = f"mine {n}"
            partner.with_company(other).barcode = f"other {n}"
        self.env.flush_all()
        change = self.changed(
            lambda env: [
                partner.write({"barcode": f"new {n}"})
                for n, partner in enumerate(env["res.partner"].browse(people.ids))
            ]
        )
        people[0].with_company(other).barcode = "since"
        self.assertAnswers(self.undo(change_id=change.id))
        self.env.invalidate_all()
        mine = [f"mine {n}" for n in range(FEW)]
        self.assertEqual(people.mapped("barcode"), mine)
        others = people.with_company(other).mapped("barcode")
        self.assertEqual(others, ["since", *(f"other {n}" for n in range(1, FEW))])
