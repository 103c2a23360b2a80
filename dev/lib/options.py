"""The options of the commands: help as the modules write it, and the defaults."""

from __future__ import annotations

import argparse
from typing import Any


class _Help(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the description, and says each default that is a value."""

    def _get_help_string(self, action: argparse.Action) -> str:
        text, default = action.help or "", action.default
        is_value = isinstance(default, int | str) and not isinstance(default, bool)
        # of "SUPPRESS", which is a text, nothing is said
        is_said = is_value and default != argparse.SUPPRESS
        return f"{text} (default: %(default)s)" if is_said else text


def parser(command: str, text: str | None) -> Any:
    """A parser of ``dev/<command>``, of which ``text`` is the help."""
    return argparse.ArgumentParser(
        f"dev/{command}", description=text, formatter_class=_Help
    )
