"""What a call tells of its change set: its id, and what it changed besides.

A new phone number of a customer goes into his leads, too. Who sees a preview sees that;
who works without one hears of it here.
"""

from __future__ import annotations

from dataclasses import replace

from odoo import models

from ..answers.lean import Lean, LeanResult
from ..call import Call
from ..declarations import Field
from ..outcome import Outcome
from .diff import FOLLOWING
from .lines import ChangeSet, Line
from .shown import ASIDE


class Told(Lean):
    """A change set."""

    OPTIONAL = ("besides",)

    id: int
    besides: str | None = Field(None, description="What else changed.")


class Telling(LeanResult):
    """An answer that tells of its change set.

    Attributes:
        model: of the records that were asked for.
    """

    OPTIONAL = ("change",)

    model: str
    change: Told | None = Field(None, description="For undo: its change_id.")

    def asked(self) -> set[int]:
        """Ids of the records that were asked for."""
        raise NotImplementedError

    def line(self) -> list[str]:
        """The change set in words, where there is one."""
        if not self.change:
            return []
        besides = f"; besides: {self.change.besides}" if self.change.besides else ""
        return [f"change {self.change.id}{besides}"]


def tell(call: Call, change: ChangeSet, kept: models.BaseModel) -> None:
    """Let the answer of ``call`` tell of ``change``, which was stored as ``kept``."""
    answer = call.outcome.raw if call.outcome else None
    if not kept or not isinstance(answer, Telling):
        return
    asked = {(answer.model, row_id) for row_id in answer.asked()}
    others = [line for line in change.lines if _is_other(line, asked)]
    besides = kept._summary_of(replace(change, lines=others)) if others else None
    answer.change = Told(id=kept.id, besides=besides)
    call.outcome = Outcome.of(answer)


def _is_other(line: Line, asked: set[tuple[str, int]]) -> bool:
    if line.kind == "row" or line.model.startswith(FOLLOWING) or line.model in ASIDE:
        return False
    return (line.model, line.res_id) not in asked
