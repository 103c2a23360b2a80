from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from ..argument_errors import explained
from ..call import Call
from ..errors import InvalidArguments


@contextmanager
def validated(call: Call) -> Iterator[None]:
    """Fill ``call.params``; errors name field and reason, unknown ones refused."""
    call.params = _params(call) if call.declaration.params else _bare(call)
    yield


def _params(call: Call):
    try:
        return call.declaration.params.model_validate(
            call.arguments, context={"env": call.env}
        )
    except ValidationError as error:
        raise InvalidArguments(explained(call, error)) from None


def _bare(call: Call) -> None:
    extra = set(call.arguments) - set(call.declaration.arguments)
    missing = set(call.declaration.arguments) - set(call.arguments)
    if extra or missing:
        raise InvalidArguments(
            f"{call.declaration.name} takes {list(call.declaration.arguments)}; "
            f"unknown: {sorted(extra)}, missing: {sorted(missing)}"
        )
