"""The part ``scripts`` of ``dev/test``: tests of the scripts themselves."""

from __future__ import annotations

import io
import unittest

from .counts import Count
from .paths import ROOT
from .say import say

NAME = "scripts"


def run() -> Count:
    loader, output = unittest.TestLoader(), io.StringIO()
    suite = loader.discover(
        str(ROOT / "dev" / "tests"), top_level_dir=str(ROOT / "dev")
    )
    result = unittest.TextTestRunner(output).run(suite)
    failed = len(result.failures) + len(result.errors)
    if failed:
        print(output.getvalue(), flush=True)
    reasons = [f"{test}: {why}" for test, why in result.skipped]
    passed = result.testsRun - failed - len(reasons)
    count = Count(passed, failed, len(reasons), reasons)
    say(f"scripts: {count}")
    return count.under("scripts")
