import asyncio
import selectors
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ...services.protocol import loops


async def answer():
    return 42


async def thought():
    await asyncio.sleep(0)
    return await asyncio.to_thread(lambda: 42)


@tagged("post_install", "-at_install")
class TestLoops(TransactionCase):
    def test_what_has_work_asks_the_system_for_nothing(self):
        with patch.object(selectors.DefaultSelector, "select") as asked:
            self.assertEqual(loops.run(answer()), 42)
        asked.assert_not_called()

    def test_what_another_thread_finds_out_is_waited_for(self):
        self.assertEqual(loops.run(thought()), 42)

    def test_a_loop_is_kept_for_the_next(self):
        async def own():
            return asyncio.get_running_loop()

        self.assertIs(loops.run(own()), loops.run(own()))
