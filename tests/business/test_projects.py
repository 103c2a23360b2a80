"""The toolset projects: a project leader and his team."""

from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from ...services.projects.marks import are_templates
from ...services.texts import markdown
from ..common import McpCase


class ProjectCase(McpCase):
    mcp_groups = "odoo_mcp.group_operator,project.group_project_manager"

    def setUp(self):
        super().setUp()
        self.ann = self.mcp_user("project.group_project_user", name="Ann Assignee")
        self.ann.login = "ann.assignee"

    def ask(self, tool, **arguments):
        return self.assertAnswers(self.call(tool, **arguments))

    def project(self, **values):
        return self.ask("create_project", name="Launch", **values)["id"]

    def task(self, **values):
        answer = self.ask("create_task", **({"name": "Write it"} | values))
        return self.env["project.task"].browse(answer["id"])

    def tag(self, name):
        return self.env["project.tags"].create({"name": name})


@tagged("post_install", "-at_install", "-standard", "business")
class TestTasks(ProjectCase):
    def test_a_task_is_read_back_with_people_stage_and_markdown(self):
        project = self.project()
        answer = self.ask(
            "create_task",
            name="Write it",
            project="Launch",
            assignees=["ann.assignee", "me"],
            stage="in progress",
            deadline="2031-03-04",
            priority="1",
            description="- [x] one\n- [ ] two",
        )
        task = self.env["project.task"].browse(answer["id"])
        self.assertEqual(task.project_id.id, project)
        self.assertEqual(task.user_ids, self.ann | self.mcp_caller)
        self.assertEqual(answer["stage"], "In Progress")
        self.assertTrue(answer["deadline"].startswith("2031-03-04"))
        if not markdown.missing():
            self.assertIn("o_checklist", task.description)
            self.assertEqual(answer["description"], "- [x] one\n- [ ] two")

    def test_the_names_of_odoos_fields_are_taken_as_well(self):
        project = self.project()
        task = self.task(
            project_id=project,
            user_ids=[self.ann.id],
            date_deadline="2031-03-04",
            tag_ids=[self.tag("Urgent").name],
        )
        part = self.task(name="A part", parent_id=task.id, project_id=project)
        self.assertEqual(task.project_id.id, project)
        self.assertEqual(task.user_ids, self.ann)
        self.assertEqual(task.tag_ids.name, "Urgent")
        stage = task.project_id.type_ids[1]
        self.ask("update_task", task_id=task.id, stage_id=stage.name)
        self.assertEqual(task.stage_id, stage)
        for asked in (
            {"stage_id": stage.id},
            {"stage": stage.name},
            {"user_ids": [self.ann.id]},
        ):
            found = self.ask("list_tasks", project_id=project, **asked)["tasks"]
            self.assertEqual([row["id"] for row in found], task.ids, asked)
        found = self.ask("list_tasks", parent_id=task.id)["tasks"]
        self.assertEqual([row["id"] for row in found], part.ids)
        marked = self.task(name="Marked", project_id=project, is_template=True)
        asked = {"project_id": project, "is_template": True}
        found = self.ask("list_tasks", **asked)["tasks"]
        self.assertEqual([row["id"] for row in found], marked.ids)

    def test_a_day_as_deadline_is_over_at_its_end(self):
        self.mcp_caller.tz = "Europe/Brussels"
        self.project()
        task = self.task(project="Launch", deadline="2031-03-04")
        self.assertEqual(str(task.date_deadline), "2031-03-04 22:59:59")
        self.ask("update_task", task=task.id, deadline="2031-03-05T12:00:00")
        self.assertEqual(str(task.date_deadline), "2031-03-05 11:00:00")

    def test_a_sub_task_is_in_the_project_of_its_parent(self):
        self.project()
        parent = self.task(project="Launch")
        child = self.task(name="Part", parent=parent.id)
        self.assertEqual(
            (child.parent_id, child.project_id), (parent, parent.project_id)
        )

    def test_a_stage_of_another_project_is_refused_with_those_there_are(self):
        self.project()
        refused = self.call("create_task", name="x", project="Launch", stage="Nowhere")
        self.assertRefused(refused, "has no stage Nowhere", "To Do")

    def test_dependencies_need_a_project_that_has_them(self):
        self.project()
        first = self.task(project="Launch")
        second = {"name": "Then", "project": "Launch", "depends_on": [first.id]}
        self.env["project.project"].search([("name", "=", "Launch")]).write(
            {"allow_task_dependencies": False}
        )
        self.assertRefused(self.call("create_task", **second), "dependencies")
        self.ask("update_project", project="Launch", dependencies=True)
        answer = self.ask("create_task", **second)
        self.assertEqual([t["id"] for t in answer["blocked_by"]], first.ids)

    def test_a_task_that_depends_on_an_open_one_waits_for_it(self):
        self.project(dependencies=True)
        first = self.task(project="Launch")
        then = self.task(name="Then", project="Launch", depends_on=[first.id])
        self.assertEqual(then.state, "04_waiting_normal")
        self.ask("update_task", task=first.id, state="Done")
        self.assertEqual(then.state, "01_in_progress")

    def test_null_empties_and_what_is_not_given_stays(self):
        self.project()
        task = self.task(project="Launch", deadline="2031-03-04", assignees=["me"])
        answer = self.ask("update_task", task=task.id, deadline=None, state="Done")
        self.assertIsNone(answer["deadline"])
        self.assertEqual(answer["state"], "1_done")
        self.assertEqual(answer["assignees"], [self.mcp_caller.name])
        self.assertRefused(self.call("update_task", task=task.id), "what to change")

    def test_the_next_task_of_a_series_is_told_when_one_is_done(self):
        self.project()
        task = self.task(project="Launch", deadline="2031-03-04")
        every = {"repeat_interval": 1, "repeat_unit": "week"}
        task.write({"recurring_task": True, "repeat_type": "forever", **every})
        answer = self.ask("update_task", task=task.id, name="Write it again")
        self.assertNotIn("note", answer)
        answer = self.ask("update_task", task=task.id, state="Done")
        following = task.recurrence_id.task_ids - task
        self.assertIn(f"made the next one: {following.id} ", answer["note"])
        self.assertIn("due 2031-03-1", answer["note"])

    def test_a_list_of_people_replaces_those_there_were(self):
        self.project()
        task = self.task(project="Launch", assignees=["me"])
        self.ask("update_task", task=task.id, assignees=["ann.assignee"])
        self.assertEqual(task.user_ids.mapped("login"), ["ann.assignee"])
        self.ask("update_task", task=task.id, assignees=[])
        self.assertFalse(task.user_ids)

    def test_open_tasks_are_listed_by_project_and_person(self):
        self.project()
        mine = self.task(project="Launch", assignees=["me"])
        self.task(name="Hers", project="Launch", assignees=["ann.assignee"])
        done = self.task(name="Old", project="Launch", assignees=["me"])
        self.ask("update_task", task=done.id, state="1_done")

        def listed(**arguments):
            return [t["id"] for t in self.ask("list_tasks", **arguments)["tasks"]]

        self.assertEqual(listed(project="Launch", assignee="me"), mine.ids)
        self.assertEqual(listed(project="Launch", status="done"), done.ids)
        self.assertEqual(len(listed(project="Launch", status="all")), 3)

    def test_a_task_alone_comes_with_its_description(self):
        task = self.task(description="# Why\n\nBecause.")
        found = self.ask("list_tasks", task=task.id)
        self.assertIn("Because.", found["description"])

    def test_a_task_of_somebody_else_s_private_project_does_not_exist(self):
        project = self.env["project.project"].browse(self.project())
        project.privacy_visibility = "followers"
        task = self.task(project=project.id)
        call = self.make_call(
            "list_tasks",
            {"task": task.id},
            user=self.mcp_user("odoo_mcp.group_operator,project.group_project_user"),
        )
        self.assertRefused(self.answer(call), "not yours to read")

    def test_whoever_may_not_create_projects_is_told_the_right(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        call = self.make_call("create_project", {"name": "x"}, user=user)
        self.assertRefused(self.answer(call), "create project.project")

    def test_a_tag_or_stage_that_there_is_not_is_refused_as_such(self):
        tag = self.env["project.tags"].create({"name": "Urgent matter"})
        self.project()
        task = self.task(project="Launch", tags=[tag.id])
        found = self.ask("list_tasks", tag="Urgent matter")["tasks"]
        self.assertEqual([row["id"] for row in found], task.ids)
        self.assertRefused(self.call("list_tasks", tag="nix"), "project.tags", "nix")
        self.assertRefused(self.call("list_tasks", stage="nix"), "stage: no", "nix")
        stage = {"stage": task.stage_id.name}
        self.assertTrue(self.ask("list_tasks", tag=tag.id, **stage)["tasks"])

    def test_what_is_due_today_is_late_tomorrow_as_in_odoo_s_own_filter(self):
        self.project()
        today = fields.Date.context_today(self.mcp_caller)
        for days in (0, 1):
            deadline = f"{today - timedelta(days=days)}T00:00:01"
            self.task(name=f"Due {days}", project="Launch", deadline=deadline)
        found = self.ask("list_tasks", project="Launch", overdue=True)["tasks"]
        self.assertEqual([row["name"] for row in found], ["Due 1"])
        (project,) = self.ask("list_projects", query="Launch")["projects"]
        self.assertEqual(project["overdue_tasks"], 1)

    def test_twenty_tasks_are_a_small_answer(self):
        outcome = self.call("list_tasks", status="all")
        self.assertEqual(len(self.assertAnswers(outcome)["tasks"]), 20)
        self.assertLess(len(outcome.text), 4000)


@tagged("post_install", "-at_install", "-standard", "business")
class TestProjectsListed(ProjectCase):
    def test_projects_come_with_their_open_and_overdue_tasks(self):
        self.project(manager="me")
        self.task(project="Launch", deadline="2020-01-01")
        self.task(name="Later", project="Launch", deadline="2050-01-01")
        pattern = {"is_template": True, "deadline": "2020-01-01"}
        self.task(name="Pattern", project="Launch", **pattern)
        found = self.ask("list_projects", query="Launch", manager="me")
        (project,) = found["projects"]
        self.assertEqual((project["open_tasks"], project["overdue_tasks"]), (2, 1))
        self.assertEqual(project["manager"], self.mcp_caller.name)

    def test_a_list_costs_no_more_queries_for_more_projects(self):
        def queries(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(
                len(self.ask("list_projects", limit=limit)["projects"]), limit
            )
            return self.env.cr.sql_log_count - before

        queries(3)
        self.assertLessEqual(queries(4), queries(1) + 3)


@tagged("post_install", "-at_install", "-standard", "business")
class TestProjectTemplates(ProjectCase):
    def tree(self):
        """A template task with two parts, the second after the first."""
        self.project(dependencies=True)
        root = self.task(project="Launch", deadline="2030-01-10", assignees=["me"])
        first = self.task(name="One", parent=root.id, deadline="2030-01-01")
        self.task(
            name="Two", parent=root.id, deadline="2030-01-05", depends_on=[first.id]
        )
        self.ask("update_task", task=root.id, is_template=True, stage="Done")
        return root

    def launched(self, **arguments):
        answer = self.ask("launch_template", **arguments)
        return answer, {
            task["name"]: self.env["project.task"].browse(task["id"])
            for task in answer["tasks"]
        }

    def test_a_template_of_the_other_kind_is_asked_for_by_its_kind(self):
        self.project(is_template=True)
        refused = self.call("launch_template", template="Launch")
        self.assertRefused(refused, "for a project say kind project")
        answer = self.ask("launch_template", template="Launch", kind="project")
        self.assertTrue(answer["id"])

    def test_a_project_whose_dates_were_moved_is_not_said_to_have_none(self):
        self.project(is_template=True)
        project = self.env["project.project"].search([("name", "=", "Launch")])
        asked = {"template": project.id, "kind": "project", "start": "2031-03-01"}
        self.assertIn("no dates", self.ask("launch_template", **asked)["note"])
        project.write({"date_start": "2030-12-01", "date": "2031-02-28"})
        answer = self.ask("launch_template", name="Berlin", **asked)
        self.assertNotIn("note", answer)
        made = self.env["project.project"].browse(answer["id"])
        self.assertEqual(made.date_start, date(2031, 3, 1))

    def test_a_task_is_launched_with_its_parts_dates_and_order(self):
        root = self.tree()
        answer, made = self.launched(
            template_id=root.id,
            project_id="Launch",
            name="Sprint",
            start="2031-02-01",
            user_ids=["ann.assignee"],
        )
        self.assertEqual(answer["count"], 3)
        days = {name: task.date_deadline.date() for name, task in made.items()}
        self.assertEqual(days["One"], date(2031, 2, 1))
        self.assertEqual(days["Two"], date(2031, 2, 5))
        self.assertEqual(days["Sprint"], date(2031, 2, 10))
        self.assertEqual(made["Two"].depend_on_ids, made["One"])
        self.assertEqual((made["One"] | made["Two"]).parent_id, made["Sprint"])
        for task in made.values():
            self.assertEqual(task.user_ids, self.ann)
            self.assertEqual(task.stage_id.name, "To Do")
        self.assertEqual(root.stage_id.name, "Done")

    def test_without_a_start_there_are_no_dates_and_nobody_is_assigned(self):
        _answer, made = self.launched(template=self.tree().id)
        tasks = self.env["project.task"].union(*made.values())
        self.assertEqual(len(tasks), 3)
        self.assertFalse(any(tasks.mapped("date_deadline")))
        self.assertFalse(tasks.user_ids)

    def test_a_copy_is_no_template_and_what_is_none_is_refused(self):
        root = self.tree()
        _answer, made = self.launched(template=root.id, name="Copy")
        refused = self.call("launch_template", template=made["Copy"].id)
        self.assertRefused(refused, "is no template")
        listed = self.ask("list_tasks", templates=True, project="Launch")["tasks"]
        self.assertEqual([task["id"] for task in listed], root.ids)

    def test_a_project_is_launched_with_its_tasks(self):
        self.tree()
        project = self.env["project.project"].search([("name", "=", "Launch")])
        project.write({"date_start": "2030-01-01", "date": "2030-02-01"})
        self.task(name="Alone", project="Launch", deadline="2030-01-31")
        self.ask("update_project", project="Launch", is_template=True)
        answer, made = self.launched(
            template="Launch", kind="project", name="Second", start="2031-01-01"
        )
        new = self.env["project.project"].browse(answer["id"])
        self.assertEqual((new.name, new.date_start), ("Second", date(2031, 1, 1)))
        self.assertEqual(new.date, date(2031, 2, 1))
        self.assertEqual(answer["count"], 4)
        self.assertEqual(made["Alone"].project_id, new)
        self.assertEqual(made["Alone"].date_deadline.date(), date(2031, 1, 31))
        self.assertEqual(made["Two"].depend_on_ids, made["One"])
        self.assertEqual(made["Two"].project_id, new)
        self.assertEqual(len(project.with_context(active_test=False).tasks), 4)

    def test_a_mark_taken_back_makes_it_ordinary(self):
        root = self.tree()
        self.ask("update_task", task=root.id, is_template=False)
        refused = self.call("launch_template", template=root.id)
        self.assertRefused(refused, "is no template")

    def test_undo_takes_back_that_a_task_is_a_template(self):
        self.project()
        task = self.task(name="Plain", project="Launch")
        self.ask("update_task", task=task.id, is_template=True)
        self.assertTrue(are_templates(task))
        self.ask("undo")
        self.assertFalse(are_templates(task))

    def test_undo_brings_back_that_a_task_is_a_template(self):
        self.project()
        task = self.task(name="Plain", project="Launch")
        self.ask("update_task", task=task.id, is_template=True)
        self.ask("update_task", task=task.id, is_template=False)
        self.ask("undo")
        self.assertTrue(are_templates(task))

    def test_undo_takes_a_launched_project_back(self):
        root = self.tree()
        self.env.flush_all()
        _answer, made = self.launched(template=root.id)
        self.ask("undo")
        self.assertFalse(self.env["project.task"].union(*made.values()).exists())

    def test_a_launch_is_a_preview_first(self):
        root = self.tree()
        before = self.env["project.task"].search_count([])
        call = self.make_call("launch_template", {"template": root.id}, dry_run=True)
        shown = self.assertAnswers(self.answer(call))["preview"]
        self.assertEqual(shown["counts"]["create project.task"], 3)
        self.env.invalidate_all()
        self.assertEqual(self.env["project.task"].search_count([]), before)
