import os
import subprocess
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.mcp_job import LONGEST
from ...services.stopping import process_mark
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestJob(McpCase):
    def job(self, user=None):
        env = self.env(user=(user or self.mcp_caller).id)
        return self.env["mcp.job"].browse(env["mcp.job"]._start("Install x"))

    def test_a_running_job_is_read_by_its_owner(self):
        found = self.assertAnswers(self.call("get_job", job_id=self.job().id))
        self.assertEqual(found["state"], "running")
        self.assertEqual(found["progress"], 0)

    def test_of_a_long_log_the_end_is_answered(self):
        job = self.job()
        lines = [f"{number} {'x' * 90}" for number in range(2000)]
        job.write({"log_tail": "\n".join([*lines, "THE LAST LINE"])})
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "20")
        found = self.assertAnswers(self.call("get_job", job_id=job.id))
        self.assertTrue(found["log_tail"].endswith("\nTHE LAST LINE"))
        self.assertRegex(found["log_tail"], r"^\d+ x{90}\n")

    def test_the_job_of_another_user_does_not_exist_for_a_developer(self):
        job = self.job()
        other = self.mcp_user("odoo_mcp.group_developer")
        call = self.make_call("get_job", {"job_id": job.id}, user=other)
        self.assertRefused(self.answer(call), "no job")

    def test_an_administrator_reads_every_job_and_nobody_writes_one(self):
        job = self.job(self.mcp_user("odoo_mcp.group_developer"))
        found = self.assertAnswers(self.call("get_job", job_id=job.id))
        self.assertEqual(found["state"], "running")
        with self.assertRaises(AccessError):
            job.with_user(self.mcp_caller).write({"state": "done"})

    def test_a_job_whose_process_has_ended_failed(self):
        job = self.job()
        with subprocess.Popen(["sleep", "30"]) as process:
            mark = process_mark.of(process.pid)
            job.process = mark
            job.flush_recordset()
            self.assertFalse(process_mark.is_gone(mark))
            process.kill()
        found = self.assertAnswers(self.call("get_job", job_id=job.id))
        self.assertEqual(found["state"], "failed")
        self.assertIn("ended", found["result"]["problem"])

    def test_a_lost_job_is_marked_in_the_end(self):
        job, alive = self.job(), self.job()
        job.process = f"{process_mark.of(os.getpid())} before-a-restart"
        self.env["mcp.job"]._gc_old_jobs()
        self.assertEqual((job.state, alive.state), ("failed", "running"))

    def test_a_job_of_another_host_is_lost_when_none_takes_that_long(self):
        job = self.job()
        job.process = "elsewhere 1 1"
        self.assertFalse(job._is_lost())
        job.create_date = fields.Datetime.now() - LONGEST - timedelta(minutes=1)
        self.assertTrue(job._is_lost())

    def test_a_process_of_another_host_is_not_judged(self):
        self.assertFalse(process_mark.is_gone(f"elsewhere {os.getpid()} 1"))
        self.assertFalse(process_mark.is_gone(None))
