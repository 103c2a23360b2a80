import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from odoo.tests import BaseCase, tagged

from ...services.server import commands
from ...services.supervised import Limits, Supervised
from ...services.supervised.process import SUPERVISOR
from ..patience import LONG, with_time

PYTHON = sys.executable
DAEMON = """
import os, sys, time
if os.fork(): os.wait(); time.sleep(600)
os.setsid()
if os.fork(): os._exit(0)
os.setsid()
print(os.getpid(), flush=True)
time.sleep(600)
"""
# A worker as Odoo has it: starts a supervised program, then is killed.
WORKER = """
import os, subprocess, sys, time
lifeline, write = os.pipe()
read, report = os.pipe()
subprocess.Popen([sys.executable, "-I", "-S", sys.argv[1], str(lifeline), str(report)],
                 pass_fds=[lifeline, report], start_new_session=True)
os.write(write, sys.argv[2].encode() + b"\\n")
time.sleep(600)
"""


def gone(process: int, seconds: float = LONG) -> bool:
    """Whether ``process`` ends (or is a zombie) within ``seconds``."""
    try:
        found = psutil.Process(process)
        if found.status() != psutil.STATUS_ZOMBIE:
            found.wait(seconds)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


@tagged("-at_install", "post_install")
class TestSupervised(BaseCase):
    """What is started ends, with everything below it."""

    def run_shell(self, command, timeout=LONG, **options):
        return commands.run(commands.shell(command), timeout=timeout, **options)

    def test_a_program_answers_its_output_and_exit_code(self):
        done = self.run_shell("echo out; echo err >&2; exit 3")
        self.assertEqual(
            (done.stdout.text, done.stderr.text, done.exit_code, done.timed_out),
            ("out\n", "err\n", 3, False),
        )

    def test_a_signal_is_counted_as_a_shell_counts_it(self):
        self.assertEqual(self.run_shell("kill -SEGV $$").exit_code, 128 + 11)

    def test_a_program_that_does_not_exist_could_not_start(self):
        done = commands.run(["/no/such/program"], timeout=5)
        self.assertEqual(done.exit_code, -2)
        self.assertIn("No such file", done.error)

    def test_a_folder_that_does_not_exist_could_not_start(self):
        done = self.run_shell("true", cwd="/no/such/folder")
        self.assertEqual(done.exit_code, -2)

    def test_an_endless_loop_is_ended_by_the_timeout(self):
        done = self.run_shell("trap '' TERM INT HUP; while :; do :; done", timeout=0.5)
        self.assertTrue(done.timed_out)
        self.assertEqual(done.exit_code, -1)

    def test_a_daemon_made_by_a_double_fork_ends_at_the_timeout(self):
        done = with_time(
            lambda seconds: commands.run([PYTHON, "-c", DAEMON], timeout=seconds),
            lambda done: done.stdout.text,
        )
        self.assertTrue(done.timed_out)
        self.assertTrue(gone(int(done.stdout.text)))

    def test_what_a_command_leaves_in_the_background_ends_with_it(self):
        done = self.run_shell("setsid sleep 6000 & echo $!", timeout=300)
        self.assertEqual((done.exit_code, done.timed_out), (0, False))
        self.assertTrue(gone(int(done.stdout.text)))

    def test_signalling_its_own_group_and_its_parent_ends_only_the_program(self):
        done = self.run_shell("sleep 600 & kill -TERM $PPID; kill -TERM 0")
        self.assertEqual(done.exit_code, 128 + 15)

    def test_a_tree_that_grows_ends_with_its_supervisor(self):
        grow = "f() { printf x; [ $1 = 0 ] || { f $(($1-1)) & f $(($1-1)) & }; sleep 600; }"
        command = commands.shell(f"{grow}; f 7")
        with Supervised(command, env=commands.environment()) as program:
            below = psutil.Process(program.pid)
            for _ in range(50):
                os.read(program.stdout.fileno(), 1)
            tree = below.children(recursive=True)
        self.assertGreaterEqual(len(tree), 50)
        self.assertTrue(all(gone(process.pid) for process in tree))

    def test_too_many_processes_are_ended(self):
        command = "for n in {1..60}; do setsid sleep 600 & done; wait"
        done = self.run_shell(command, limits=Limits(processes=40))
        self.assertEqual(done.exit_code, 128 + 9)
        self.assertIn("more than 40 processes", done.error)

    def test_a_killed_worker_takes_the_program_with_it(self):
        order = {
            "argv": [PYTHON, "-c", DAEMON],
            "env": {},
            "cwd": "/",
            "limits": Limits().as_order(),
            "processes": 100,
        }
        worker = subprocess.Popen(
            [PYTHON, "-c", WORKER, SUPERVISOR, json.dumps(order)],
            stdout=subprocess.PIPE,
        )
        with worker:
            daemon = int(worker.stdout.readline())
            self.assertTrue(psutil.pid_exists(daemon))
            worker.kill()
            self.assertTrue(gone(daemon))

    def test_a_killed_supervisor_takes_its_program_with_it(self):
        done = self.run_shell("echo $$; kill -KILL $PPID; sleep 600")
        self.assertEqual(done.exit_code, 128 + 9)
        self.assertIn("unknown", done.error)
        self.assertTrue(gone(int(done.stdout.text)))

    def test_endless_output_is_capped_in_bounded_memory(self):
        before = psutil.Process().memory_info().rss
        done = with_time(
            lambda seconds: self.run_shell("yes", timeout=seconds, keep=1000),
            lambda done: done.stdout.total > 100_000_000,
        )
        self.assertEqual(len(done.stdout.kept), 1000)
        self.assertGreater(done.stdout.total, 100_000_000)
        self.assertLess(psutil.Process().memory_info().rss - before, 50_000_000)

    def test_the_environment_is_built_from_nothing(self):
        os.environ["PGPASSWORD"] = "hunter2"
        self.addCleanup(os.environ.pop, "PGPASSWORD")
        done = self.run_shell("env; cat /proc/$PPID/environ", env={"EXTRA": "a b"})
        self.assertNotIn("hunter2", done.stdout.text)
        self.assertIn("EXTRA=a b\n", done.stdout.text)

    def test_the_program_inherits_no_descriptor_but_the_standard_ones(self):
        done = self.run_shell("exec ls /proc/self/fd")
        self.assertEqual(done.stdout.text.split(), ["0", "1", "2", "3"])

    def test_standard_input_is_empty(self):
        self.assertEqual(self.run_shell("cat").stdout.total, 0)

    def test_the_file_size_is_limited(self):
        limits = Limits(file_bytes=1024)
        done = self.run_shell("head -c 4096 /dev/zero > $(mktemp)", limits=limits)
        self.assertNotEqual(done.exit_code, 0)

    def test_an_open_descriptor_serves_as_the_folder(self):
        folder = os.open("/usr", os.O_RDONLY)
        self.addCleanup(os.close, folder)
        self.assertEqual(self.run_shell("pwd", cwd=folder).stdout.text, "/usr\n")

    def test_a_quick_program_is_not_kept_waiting_for_its_streams(self):
        # the first that is quick is enough: it would wait every time
        grace = commands.GRACE_SECONDS * 1000
        quick = (self.run_shell("true").duration_ms < grace for _ in range(50))
        self.assertTrue(any(quick))

    def test_nothing_is_left_open_or_running(self):
        self.run_shell("true")
        process = psutil.Process()
        pipes, children = self.pipes(), len(process.children())
        for _ in range(5):
            self.run_shell("true")
        self.assertEqual(self.pipes() - pipes, set())
        self.assertEqual(len(process.children()), children)

    def pipes(self):
        """What is open between this process and others; a pipe is never named twice."""
        found = set()
        for link in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):
                found.add(os.readlink(link))
        return {name for name in found if name.startswith("pipe:")}
