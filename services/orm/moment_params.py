"""Arguments that are points in time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from .writes import scalars


def _moment(value: str, info: ValidationInfo) -> datetime:
    return scalars.moment(info.context["env"], value)


# ISO 8601 of a client, in his time zone unless it says another; naive UTC in the body
Moment = Annotated[str, AfterValidator(_moment)]
