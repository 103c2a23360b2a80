"""What waits for a commit, and fails once the change is kept.

Odoo would answer an error for it, run nothing that waits besides, and tell no other
process that it is to forget what it remembers. So each failure is logged, the rest is
done, and the answer says that the change is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo.tools.misc import Callbacks

from ..log import logger

_logger = logger(__name__)
KEPT = (
    "What was done is kept; but something that Odoo does after that failed, such as "
    "sending a mail. An administrator finds it in the log."
)


class Hooks(Callbacks):
    """What waits for the commit of a cursor, one failure not being that of the rest.

    Attributes:
        failed: something did.
        on_failure: is called once all has run, if something failed.
    """

    __slots__ = ("failed", "on_failure")

    def __init__(self, waiting: Callbacks) -> None:
        super().__init__()
        self._funcs.extend(waiting._funcs)
        self.data.update(waiting.data)
        self.failed = False
        self.on_failure: Callable[[], None] | None = None

    def run(self) -> None:
        """Run all that waits; what fails keeps nothing else from running."""
        while self._funcs:
            try:
                super().run()
            except Exception:
                self.failed = True
                _logger.exception("failed after the commit; what was done is kept")
        self.clear()
        if self.failed and self.on_failure:
            self.on_failure()


def watched(cr: Any) -> Hooks:
    """Replace what waits for the commit of ``cr``: errors in it fail no request."""
    if not isinstance(cr.postcommit, Hooks):
        cr.postcommit = Hooks(cr.postcommit)
    return cr.postcommit
