"""What ran: figures read from Odoo's log or from a module's last line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
SKIP = re.compile(r" INFO \S+ (\S+): skipped (.*)$", re.M)
# by Odoo's runner; PostgreSQL's own errors stand at the beginning of a line
FAILED = re.compile(r"^\d{4}-\S+ \S+ \d+ ERROR \S+ \S+: ((?:FAIL|ERROR): .+)$", re.M)
LAST_LINE = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$")


@dataclass
class Count:
    """Tests that passed, that failed, and why the others did not run.

    Attributes:
        failures: what failed, as far as its name is known.
    """

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __add__(self, other: Count) -> Count:
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.reasons + other.reasons,
            self.failures + other.failures,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    def under(self, title: str) -> Count:
        """The same; what failed is said to be of ``title``, or to be that."""
        if not self.failed:
            return self
        known = [f"{title}: {name}" for name in self.failures]
        return replace(self, failures=known or [title])


def of_odoo(log: str, exit_code: int) -> Count:
    """Odoo's own figures; a crash, or a run without a test, is a failure.

    Args:
        log: the text of the log.
        exit_code: of the process.
    """
    found = [tuple(map(int, match)) for match in RESULT.findall(log)]
    failed = sum(failures + errors for failures, errors, _ran in found)
    ran = ran_in(log)
    skips = [what for _logger, what in SKIP.findall(log)]
    # a class that is skipped in setUpClass was not counted as run
    inside = sum(not what.startswith("setUpClass") for what in skips)
    passed = max(ran - failed - inside, 0)
    if not failed and (exit_code or not ran):
        failed = 1
    return Count(passed, failed, len(skips), skips, FAILED.findall(log))


def ran_in(log: str) -> int:
    """How many tests Odoo ran."""
    return sum(int(ran) for _failures, _errors, ran in RESULT.findall(log))


def of_module(output: str, exit_code: int) -> Count:
    """The figures of a module's last line; without one it failed."""
    lines = output.strip().splitlines() or [""]
    match = LAST_LINE.match(lines[-1].strip())
    if not match:
        return Count(failed=1)
    passed, failed, skipped = (int(number or 0) for number in match.groups())
    reasons = [line for line in lines[:-1] if line.startswith("skipped")]
    return Count(passed, failed or int(bool(exit_code)), skipped, reasons)
