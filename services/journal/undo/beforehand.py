"""Whether Odoo would refuse the undo of what was just done: told before it is asked.

A line on a confirmed order, an item on a posted entry: Odoo lets them be created and not
be deleted. Its checks of a deletion (``api.ondelete``) are asked, of what no other
created record takes along. Where one refuses, the undo itself is tried: what else the
call changed may be what Odoo minds, and go first. Where Odoo lets few reset what somebody
decided (refused time off), the undo is tried as well.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

import psycopg2

from odoo import api, models

from ...caches.registry_reset import reset_on_error
from ...compat.calling import constraint_message
from ...errors import McpError
from ...refusals import REFUSALS, reason
from ...transactions.egress import held_back
from ...transactions.late_savepoint import taken_back
from ...transactions.trial import RollBack, trial
from ..lines import Line
from ..recording import recording
from .irreversibility import ASIDE, goes_along, settled
from .undoing import undo
from .unmaking import CANCELLED, archives, undeletable

# their checks say nothing of an undo: it cancels them, or their own deletion does
CANCELLED_FIRST = (*CANCELLED, "mrp.production")
# by model the state that not everybody resets who may set it
DECIDED = {"hr.leave": "refuse"}
# an ``unlink`` that names one of them may refuse by itself
NAMED = {"AccessError", "RedirectWarning", "UserError", "ValidationError"}


def refusal(env: api.Environment, lines: list[Line]) -> str:
    """Odoo's own words for it; empty where it would not refuse."""
    if not (_is_decided(lines) or _is_minded(env, lines)):
        return ""
    if not (why := _refused(env, lines)):
        return ""
    text = env._("Undo does not take it back, Odoo refuses: %s")
    return text % " ".join(why.split())


def _is_decided(lines: list[Line]) -> bool:
    return any(
        line.kind == "write"
        and not line.su
        and line.model in DECIDED
        and line.after.get("state") == DECIDED[line.model]
        for line in lines
    )


def _is_minded(env: api.Environment, lines: list[Line]) -> bool:
    """Whether a check of what was created refuses its deletion."""
    doubtful = list(_checked(env, lines))
    if not doubtful or settled(env, lines) or undeletable(env, _names(doubtful)):
        return False
    return _minds(env, doubtful)


def _minds(env: api.Environment, doubtful: list[models.BaseModel]) -> bool:
    """Whether a check refuses; one that wrote costs what the environment remembers."""
    if any(_refuses_itself(records) for records in doubtful):
        # nothing of the method can be asked without the deletion
        return True
    found = False
    with held_back(env.cr), suppress(RollBack), reset_on_error(env):
        with recording(env) as seen, taken_back(env.cr):
            try:
                for records in doubtful:
                    _check(records)
                env.flush_all()
            except (*REFUSALS, McpError):
                found = True
        if found or seen.touched:
            raise RollBack
    return found


def _refused(env: api.Environment, lines: list[Line]) -> str:
    """What Odoo says to the undo, of which nothing is kept."""
    # not within the trial: what is sent right before the commit is sent
    env.cr.flush()
    try:
        with trial(env), recording(env):
            undo(env, lines)
            env.flush_all()
    except REFUSALS as error:
        return reason(error)
    except psycopg2.IntegrityError as error:
        return constraint_message(env, error)
    except McpError:
        # of ours, such as what may not leave in a trial: no refusal of Odoo
        return ""
    return ""


def _checked(env: api.Environment, lines: list[Line]) -> Iterator[models.BaseModel]:
    """Created records that Odoo checks before it deletes them."""
    found: dict[tuple[str, bool], list[int]] = defaultdict(list)
    created = [line for line in lines if line.kind == "create" and line.model in env]
    # what hangs on others is looked at where it was all that was asked for
    main = [line for line in created if not line.model.startswith(ASIDE)] or created
    for line in main:
        found[line.model, line.su].append(line.res_id)
    for (name, su), ids in found.items():
        if name in CANCELLED_FIRST or not _may_refuse(env[name]):
            continue
        if not goes_along(env, name, lines) and (su or not archives(env, name)):
            yield env[name].sudo(su).browse(ids)


def _may_refuse(model: models.BaseModel) -> bool:
    return bool(model._ondelete_methods) or _refuses_itself(model)


def _refuses_itself(model: models.BaseModel) -> bool:
    """Whether an ``unlink`` of an addon raises, beside the checks that Odoo asks for.

    None of Odoo's own does.
    """
    own = [vars(kind).get("unlink") for kind in type(model).__mro__]
    return any(
        NAMED & set(inspect.unwrap(method).__code__.co_names)
        for method in own
        if inspect.isfunction(method) and method is not models.BaseModel.unlink
    )


def _check(records: models.BaseModel) -> None:
    """As Odoo does at the beginning of ``unlink``."""
    records.check_access("unlink")
    for method in records._ondelete_methods:
        method(records)


def _names(found: list[models.BaseModel]) -> list[str]:
    return [records._name for records in found if not records.env.su]
