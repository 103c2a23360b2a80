"""Domains and groups that each series reads in its own way."""

from __future__ import annotations

from typing import Any

from odoo import api, models, release
from odoo.tools import get_lang


def both(domain: Any, terms: list[Any]) -> Any:
    """What a domain of Odoo and ``terms`` both let through."""
    if release.version_info[0] >= 19:
        from odoo.fields import Domain

        return Domain(domain) & Domain(terms)
    from odoo.osv import expression

    return expression.AND([domain, terms])


def either(domains: list[Any]) -> Any:
    """What any of ``domains`` lets through."""
    if release.version_info[0] >= 19:
        from odoo.fields import Domain

        return Domain.OR(domains)
    from odoo.osv import expression

    return expression.OR(domains)


def by_name(records: models.BaseModel, name: str) -> list[Any]:
    """The terms by which Odoo's name search looks for who is called ``name``."""
    many = release.version_info[0] >= 19
    asked = ("in", [name]) if many else ("=", name)
    found = records._search_display_name(*asked)
    if found is NotImplemented:
        return [("display_name", "=", name)]
    return list(found)


def weekday_to_odoo(env: api.Environment, day: int) -> int:
    """``day_of_week`` as Odoo's domains take it, of a day where Sunday is 0.

    18.0 counts from the first day of the week of the caller's language.
    """
    if release.version_info[0] >= 19:
        return day
    return (day - int(get_lang(env).week_start)) % 7


def weekday_from_odoo(env: api.Environment, day: int) -> int:
    """The day, Sunday being 0, of what Odoo's grouping gives."""
    if release.version_info[0] >= 19:
        return day
    return (day + int(get_lang(env).week_start)) % 7


def grouped_links(records: models.BaseModel, field: Any) -> list[Any]:
    """The domain of the records of a many2many that grouping sees as groups.

    18.0 groups by archived ones too; 19.0 by what a search of the field finds.
    """
    if release.version_info[0] >= 19 or not field.comodel_name:
        return []
    comodel = records.env[field.comodel_name]
    if not comodel._active_name:
        return []
    return [(comodel._active_name, "in", [True, False])]


def property_among(path: str, operator: str, values: list[Any]) -> list[Any]:
    """The terms of a domain: a property is, or has among its own, one of ``values``.

    Args:
        operator: ``in`` or ``not in``.

    Odoo takes a list for "all of its values are among these", so one term a value;
    18.0 takes a list of one so, too.
    """
    if not values:
        return [(path, operator, values)]
    joins = ["|" if operator == "in" else "&"] * (len(values) - 1)
    listed = release.version_info[0] >= 19
    terms = [(path, operator, [value] if listed else value) for value in values]
    return [*joins, *terms]
