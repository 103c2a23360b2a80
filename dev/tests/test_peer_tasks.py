"""What is asked of other servers is asked of ours, and the goals are judged rightly."""

from __future__ import annotations

import unittest

from lib.load import Measured
from lib.peer_bench import BARE, PLAIN, _against_goals
from lib.peer_tasks import ADDON, TASKS, Task
from lib.peers import PEERS


def measured(milliseconds: float, size: int) -> list[Measured]:
    return [Measured([milliseconds] * 3, size)]


class TestPeerTasks(unittest.TestCase):
    def test_every_server_knows_how_to_do_every_task(self):
        servers = {ADDON, *(peer.package for peer in PEERS)}
        for task in TASKS:
            self.assertEqual(set(task.calls), servers, task.title)

    def test_ours_needs_one_call_for_each(self):
        for task in TASKS:
            self.assertEqual(len(task.calls[ADDON]), 1, task.title)

    def test_a_call_may_take_something_from_the_answer_before_it(self):
        [create] = [task for task in TASKS if task.title == "create"]
        [_validate, (_tool, arguments)] = create.calls["odoo-mcp"]
        given = arguments({"approval": {"token": "x"}})
        self.assertEqual(given, {"approval": {"token": "x"}, "confirm": True})


class TestGoals(unittest.TestCase):
    def judged(self, ours: float, plain: float) -> list[bool]:
        calls = {ADDON: (("t", {}),), "slow": (("t", {}),), "quick": (("t", {}),)}
        found = {
            ADDON: measured(ours, 100),
            "slow": measured(90, 200),
            "quick": measured(50, 400),
            PLAIN: measured(plain, 100),
            BARE: measured(10, 50),
        }
        lines = _against_goals(Task("task", calls, "/bare"), found)
        return [line.endswith("reached") for line in lines if "(goal:" in line]

    def test_the_better_peer_counts_in_each_figure(self):
        self.assertEqual(self.judged(20, 12.5), [True, False, True])

    def test_a_goal_that_is_just_missed_is_missed(self):
        self.assertEqual(self.judged(20.1, 12.6), [False, False, False])
