"""Records by their exact names, many at once.

A name may stand in any of several fields, of which some have no index: to look for many
names takes PostgreSQL about as long as to look for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from odoo import models

from ...compat.domains import by_name, either
from . import own_search

# what people call products and users by, besides their names
CODES = ("default_code", "barcode", "login")
ENGLISH = "en_US"
# names that one search looks for
AT_ONCE = 500
# records that it looks at: of one name, as Odoo's own name search, and of each more
OF_ONE, OF_EACH = 100, 10
Found = dict[str, models.BaseModel]


def in_any_words(comodel: models.BaseModel, names: Sequence[str]) -> Found:
    """Who has each of ``names``, where anybody has.

    As a name, as it stands in the program whatever the caller's language, or as a code.
    """
    found: Found = {}
    for start in range(0, len(names), AT_ONCE):
        found |= _in_any_words(comodel, names[start : start + AT_ONCE])
    return found


def _in_any_words(comodel: models.BaseModel, names: Sequence[str]) -> Found:
    found = exactly(comodel, names)
    rest = [name for name in names if name not in found]
    if rest and _has_other_words(comodel, rest):
        english = exactly(comodel.with_context(lang=ENGLISH), rest)
        found |= {name: who.with_env(comodel.env) for name, who in english.items()}
        rest = [name for name in rest if name not in found]
    return {**found, **_coded(comodel, rest)} if rest else found


def exactly(comodel: models.BaseModel, names: Sequence[str]) -> Found:
    """Who has each of ``names`` for a name; Odoo's own name search may be looser."""
    candidates = _candidates(comodel, names)
    if candidates is None:
        every = [exactly(comodel, [name]) for name in names]
        return {name: who for found in every for name, who in found.items()}
    return _by_values(candidates, ["display_name", *name_fields(comodel)], names)


def as_shown(comodel: models.BaseModel, name: str) -> models.BaseModel:
    """Who is shown as ``name``: a name, and in brackets what tells him from others.

    So variants of products are shown, and price lists with their currencies.
    """
    plain = name.rpartition(" (")[0] if name.endswith(")") else ""
    called = in_any_words(comodel, [plain]) if plain else {}
    found = called.get(plain, comodel.browse())
    return found.filtered(lambda record: record.display_name == name)


def name_fields(comodel: models.BaseModel) -> list[str]:
    """Fields with what a record is called by."""
    names = {comodel._rec_name, "name", *CODES, *(comodel._rec_names_search or ())}
    return [
        name
        for name in sorted(filter(None, names))
        if (field := comodel._fields.get(name))
        and field.type == "char"
        and (field.store or field.inherited)
        and not field.groups
    ]


def _candidates(
    comodel: models.BaseModel, names: Sequence[str]
) -> models.BaseModel | None:
    """Who may have one of ``names``; None where they are too many to look at at once."""
    most = OF_ONE + OF_EACH * (len(names) - 1)
    found = comodel.browse()
    for fields in _searched_together(comodel):
        domain = either([[(field, "in", list(names))] for field in fields])
        some = comodel.search(domain, limit=most)
        if len(some) == most and len(names) > 1:
            return None
        found |= some
    return _by_name_search(comodel, names, found) | found


def _searched_together(comodel: models.BaseModel) -> list[list[str]]:
    """Each field with an index alone, as an ``or`` would not use it; then all others."""
    fields = name_fields(comodel)
    indexed = [[name] for name in fields if comodel._fields[name].index]
    others = [name for name in fields if [name] not in indexed]
    return [*indexed, others] if others else indexed


def _by_name_search(
    comodel: models.BaseModel, names: Sequence[str], by_fields: models.BaseModel
) -> models.BaseModel:
    """Whom Odoo's own name search finds by more than the fields of ``name_fields``.

    Args:
        by_fields: who was found by those.
    """
    if own_search.finds_more(comodel):
        return comodel.browse(
            found
            for name in names
            for found, _shown in comodel.name_search(name, operator="=")
        )
    if _is_shown_by_name(comodel):
        return comodel.browse()
    others = list(names)
    if own_search.stops(comodel):
        known = _by_values(by_fields, name_fields(comodel), names)
        others = [name for name in names if name not in known]
    elif not own_search.is_there(comodel):
        others = [name for name in names if not _is_in_fields(comodel, name)]
    if not others:
        return comodel.browse()
    domain = either([[("display_name", "=", name)] for name in others])
    return comodel.search(domain, limit=OF_ONE * len(others))


def _is_shown_by_name(comodel: models.BaseModel) -> bool:
    """Whether the display name is one of ``name_fields``, as it is unless overridden."""
    return (
        comodel._rec_name in name_fields(comodel)
        and comodel._fields["display_name"].compute == "_compute_display_name"
        and type(comodel)._compute_display_name
        is models.BaseModel._compute_display_name
    )


def _is_in_fields(comodel: models.BaseModel, name: str) -> bool:
    """Whether Odoo's name search looks for ``name`` in ``name_fields`` and no more."""
    domain, fields = by_name(comodel, name), name_fields(comodel)
    return all(
        term == "|" or (term[0] in fields and term[1] in ("=", "in")) for term in domain
    )


def _has_other_words(comodel: models.BaseModel, names: Sequence[str]) -> bool:
    """Whether a name may be found in English that was not in the caller's language."""
    if (comodel.env.lang or ENGLISH) == ENGLISH:
        return False
    if any(comodel._fields[field].translate for field in name_fields(comodel)):
        return True
    if own_search.is_there(comodel):
        return True
    return not all(_is_in_fields(comodel, name) for name in names)


def _coded(comodel: models.BaseModel, codes: Sequence[str]) -> Found:
    """Accounts, journals, countries … by their code, where none has it for a name."""
    field = comodel._fields.get("code")
    if field is None or field.type != "char" or field.groups:
        return {}
    if not (field.store or field.search or field.inherited):
        return {}
    # the search of a field that is computed may know single codes only
    domains = [[("code", "in", list(codes))]]
    if not field.store:
        domains = [[("code", "=", code)] for code in codes]
    found = comodel.browse()
    for domain in domains:
        found |= comodel.search(domain, limit=OF_ONE + OF_EACH * len(codes))
    return _by_values(found, ["code"], codes)


def _by_values(
    records: models.BaseModel, fields: Iterable[str], wanted: Iterable[str]
) -> Found:
    """The records of which a field is one of ``wanted``, by that value."""
    having = defaultdict(dict)
    for record in records:
        for field in fields:
            having[record[field]][record.id] = None
    return {value: records.browse(having[value]) for value in wanted if value in having}
