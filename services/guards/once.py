"""A call that is sent twice with one ``idempotency_key`` is done once.

Before ``confirmed``: a repeated call is answered and not confirmed again. The key is
claimed only right before the body (``call.before_body``), so a preview claims none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from .. import idempotency_store
from ..call import Call
from ..errors import Refused
from ..external_effect import is_harmless
from ..outcome import Outcome
from .of_writes import of_writes


@of_writes
@contextmanager
def once(call: Call) -> Iterator[None]:
    """Run a call once per ``idempotency_key``, and an external effect once per request.

    The key is claimed right before the body. For an effect in the database that happens
    in the same transaction, so a killed call leaves no claim. For an external effect it
    is committed before. If that call fails, the claim is deleted where nothing was
    done; otherwise it notes that the effect may have happened.
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
    call.facts.replayed = True


def _marked(call: Call, outcome: Outcome) -> Outcome:
    """``outcome``, which says in both halves that it was given before."""
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
