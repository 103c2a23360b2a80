from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from .. import idempotency_store
from ..call import Call, Outcome
from ..errors import Refused
from ..external_effect import is_harmless
from .of_writes import of_writes


@of_writes
@contextmanager
def once(call: Call) -> Iterator[None]:
    """Do a call once: by ``idempotency_key``, and when Odoo runs a request again.

    The claim is made when the body runs, in the effect's own transaction (a killed
    call leaves none), or before an effect outside on a cursor of its own: that of a
    call which failed is given back where nothing was done, and else says so.
    """
    if call.external and idempotency_store.was_started(call.id):
        raise Refused(
            call.env._(
                "The call was interrupted after it had begun; its effect may have "
                "happened. Check before you repeat it."
            )
        )
    if call.idempotency_key:
        _replay(call)
    call.before_body.append(lambda: _claim(call))
    try:
        yield
    except BaseException as error:
        if call.idempotency_key and call.claimed and call.external:
            _failed(call, error)
        raise
    if call.idempotency_key and call.claimed and call.outcome:
        idempotency_store.store(call)


def _replay(call: Call) -> None:
    """Answer what the first call with this key answered."""
    kept = idempotency_store.find(call)
    if kept is None:
        return
    if kept.arguments != idempotency_store.fingerprint_of(call):
        raise Refused(call.env._("This idempotency_key was used with other arguments."))
    if kept.failed:
        raise Refused(
            call.env._(
                "The first call with this idempotency_key began and failed; its effect "
                "may have happened. Check, then use another key."
            )
        )
    if kept.outcome is None:
        raise Refused(
            call.env._("The first call with this idempotency_key is not finished.")
        )
    call.outcome = _marked(call, kept.outcome)
    call.facts["replayed"] = True


def _marked(call: Call, outcome: Outcome) -> Outcome:
    """``outcome`` in both halves as one that was given before."""
    text = call.env._(
        "Done before: this is the answer of the first call with this idempotency_key."
    )
    data = outcome.structured
    return replace(
        outcome,
        blocks=[{"type": "text", "text": text}, *outcome.blocks],
        structured=None if data is None else {**data, "replayed": True},
    )


def _failed(call: Call, error: BaseException) -> None:
    if call.started and not is_harmless(error):
        idempotency_store.fail(call)
    else:
        idempotency_store.give_back(call)


def _claim(call: Call) -> None:
    if call.external:
        idempotency_store.start(call.id)
    if call.idempotency_key and not idempotency_store.claim(call):
        raise Refused(
            call.env._("The first call with this idempotency_key is not finished.")
        )
    call.claimed = True
