"""``group_by`` of a client: the fields that records are grouped by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta

from odoo import models

from ..date_parts import PARTS
from ..params import OfModel
from ..paths import Path, resolve

PERIODS = {
    "hour": relativedelta(hours=1),
    "day": relativedelta(days=1),
    "week": relativedelta(days=7),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}
USUAL = "month"
MOMENTS = ("date", "datetime")
# long texts may be an outsider's, and are no groups
UNFIT = ("text", "html", "json")
UNFIT_PROPERTIES = (*MOMENTS, "separator")
FRACTIONS = ("float", "monetary")


@dataclass(frozen=True)
class Grouping:
    """A checked field to group by.

    Attributes:
        spec: as Odoo takes it, and the key in the answer: ``date_order:month``.
        granularity: of a date, a period (``PERIODS``) or a part (``PARTS``).
        property_type: of a property, e.g. ``many2one``.
        comodel: of a relation, of a property too.
    """

    spec: str
    path: Path
    granularity: str = ""
    property_type: str = ""
    comodel: str = ""

    @property
    def field(self) -> Any:
        return self.path.last

    @property
    def kind(self) -> str:
        """The type of the field or the property."""
        return self.property_type or self.field.type

    @property
    def is_of_several(self) -> bool:
        """Whether a record may stand in several groups, or in none."""
        return bool(self.property_type) or self.field.type == "many2many"

    def is_called(self, term: str) -> bool:
        """Whether a client may mean it by ``term``."""
        return term in (self.spec, self.path.text, self.spec.replace(":", "."))


def parse(records: models.BaseModel, text: str) -> Grouping:
    """``field``, ``date:month``, ``date:month_number`` or ``properties.name``.

    Raises:
        ValueError: not readable, or records cannot be grouped by it.
    """
    _ = records.env._
    name, _colon, granularity = text.partition(":")
    path = resolve(records, name)
    if len(path.fields) > 1:
        raise ValueError(_("%s: groups are by fields of the model itself") % name)
    _check_readable(records, path.last)
    resolve(records, path.names[0], "group")
    if path.last.type in UNFIT:
        raise ValueError(_("%s is a long text: no field to group by") % name)
    if path.last.type == "properties":
        return _property(records, path, granularity)
    return _own(records, path, granularity)


def _check_readable(records: models.BaseModel, field: Any) -> None:
    """18.0 would show the records of a many2many to those who may not read any."""
    if field.type != "many2many" or records.env[field.comodel_name].has_access("read"):
        return
    raise ValueError(
        records.env._("You may not read %(model)s (by way of %(field)s).")
        % {"model": field.comodel_name, "field": field.name}
    )


def _own(records: models.BaseModel, path: Path, granularity: str) -> Grouping:
    name, field = path.names[0], path.last
    if field.type in FRACTIONS and not records._auto:
        # of a report's SQL: no domain would find such a number again
        raise ValueError(records.env._("%s is no exact number to group by") % name)
    comodel = field.comodel_name or (records._name if name == "id" else "")
    if field.type not in MOMENTS:
        if granularity:
            raise _no_granularity(records, name, granularity)
        return Grouping(name, path, comodel=comodel)
    granularity = path.suffix or granularity or USUAL
    known = [*PERIODS, *PARTS]
    if field.type == "date":
        known.remove("hour")
    if granularity not in known:
        raise ValueError(
            records.env._("%(field)s: there is no %(name)s; there are: %(known)s")
            % {
                "field": name,
                "name": granularity,
                "known": ", ".join(known),
            }
        )
    return Grouping(f"{name}:{granularity}", path, granularity)


def _property(records: models.BaseModel, path: Path, granularity: str) -> Grouping:
    found = records.get_property_definition(path.text) if path.suffix else {}
    if not found or found.get("type") in UNFIT_PROPERTIES:
        raise ValueError(
            records.env._("%s is no property to group by (field.property)") % path.text
        )
    if granularity:
        raise _no_granularity(records, path.text, granularity)
    comodel = found.get("comodel") or ""
    return Grouping(path.text, path, "", found["type"], comodel)


def _no_granularity(records: models.BaseModel, name: str, text: str) -> ValueError:
    return ValueError(
        records.env._("%(field)s is no date, so :%(granularity)s does not fit")
        % {"field": name, "granularity": text}
    )


class GroupBy(OfModel):
    """A list of texts → ``list[Grouping]``."""

    def opened(self, records: models.BaseModel, value: list[str]) -> list[Grouping]:
        found = {g.spec: g for g in (parse(records, text) for text in value)}
        return list(found.values())
