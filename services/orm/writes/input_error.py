"""What is wrong with values, each reason once for all the rows that share it."""

from __future__ import annotations

import re

from ...answers import numbers

MOST_SHOWN = 40
# of the numbers of rows
LONGEST = 80
ROW = re.compile(r"\[(\d+)\](.*)", re.DOTALL)
# what stands behind the row's number, and the message
Reason = tuple[str, str]


class InputError(ValueError):
    """What is wrong with the values.

    Args:
        problems: ``(path, message)`` of each.
    """

    def __init__(self, problems: list[tuple[str, str]]):
        self.problems = problems
        reasons = list(_rows_by_reason(problems).items())
        shown, others = reasons[:MOST_SHOWN], reasons[MOST_SHOWN:]
        texts = [_text(reason, rows) for reason, rows in shown]
        rest = sum(len(rows) or 1 for _reason, rows in others)
        super().__init__("; ".join([*texts, *([f"… +{rest}"] if rest else [])]))


def _rows_by_reason(problems: list[tuple[str, str]]) -> dict[Reason, list[int]]:
    found: dict[Reason, list[int]] = {}
    for path, message in problems:
        row = ROW.fullmatch(path)
        reason = (row[2] if row else path, message)
        found.setdefault(reason, []).extend([int(row[1])] if row else [])
    return found


def _text(reason: Reason, rows: list[int]) -> str:
    place, message = reason
    where = f"[{_numbers(rows)}]{place}" if rows else place
    # a message may end as a sentence does
    return f"{where}: {message}".removesuffix(".")


def _numbers(rows: list[int]) -> str:
    text = numbers.spans(rows)
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(', ')[0]}, … ({len(rows)})"
