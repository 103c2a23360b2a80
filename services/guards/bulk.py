"""Writing many records in one call is for Importers, and confirmed by a person.

After ``validated``, which says how many they are; before ``confirmed``, which it tells
that a person is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from .. import settings
from ..call import Call
from ..callers.principal import Mode
from ..errors import Refused
from ..stage import stage
from .of_writes import of_writes
from .throttled import take_token


@of_writes
@contextmanager
def bulk(call: Call) -> Iterator[None]:
    """Let only Importers write many records in one call, or import a file.

    In production such calls have a rate of their own, and a person confirms each.
    """
    count = call.params.size() if call.params else 0
    imports = bool(call.params and call.params.IS_BULK)
    if imports or count > settings.get(call.env, "bulk_threshold"):
        _refuse_others(call, count, imports)
        if stage(call.env) == "production":
            take_token(call, "bulk", settings.get(call.env, "rate_bulk"))
            call.verdict = replace(call.verdict, confirmations=2)
    yield


def _refuse_others(call: Call, count: int, imports: bool) -> None:
    if call.env["mcp.policy"]._mode(call.principal) < Mode.IMPORTER:
        if imports:
            raise Refused(call.env._("An import needs the access mode Importer."))
        most = settings.get(call.env, "bulk_threshold")
        raise Refused(
            call.env._(
                "%(count)s records in one call are a bulk write: it needs the access "
                "mode Importer. Up to %(most)s at a time are allowed."
            )
            % {"count": count, "most": most},
            most=most,
        )
