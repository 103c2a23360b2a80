"""What an employee can, as of today."""

from odoo import Command
from odoo.tests import tagged

from ..common import McpCase
from .people import PeopleMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestSkills(PeopleMixin, McpCase):
    officer_groups = "hr.group_hr_manager"

    def test_a_skill_that_expired_is_none_any_more(self):
        if "valid_to" not in self.env.get("hr.employee.skill", {}):
            self.skipTest("18.0 keeps no expired skills")
        kind = self.env["hr.skill.type"].create(
            {
                "name": "Crafts",
                "skill_ids": [Command.create({"name": n}) for n in ("Knots", "Sails")],
                "skill_level_ids": [Command.create({"name": "Good"})],
            }
        )
        knots, sails = kind.skill_ids.sorted("name")
        common = {
            "employee_id": self.person(self.employee).id,
            "skill_type_id": kind.id,
            "skill_level_id": kind.skill_level_ids.id,
            "valid_from": "2020-01-01",
        }
        self.env["hr.employee.skill"].create(
            [
                {**common, "skill_id": knots.id, "valid_to": "2020-12-31"},
                {**common, "skill_id": sails.id},
            ]
        )
        for who in (self.employee, self.officer):
            answer = self.assertAnswers(
                self.by(who, "read_employee", employee_id=self.person(self.employee).id)
            )
            names = [line["skill_id"]["name"] for line in answer["skills"]]
            self.assertIn("Sails", str(names))
            self.assertNotIn("Knots", str(names))
