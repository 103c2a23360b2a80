"""What of Odoo some words name, for work that no tool is made for.

named(env, query)
  ├─ mcp.things._names      what models, their menus and windows are called → models
  ├─ _runs                  the longest runs of the words that are such a name
  └─ pressed.called         buttons of these models that the other words name
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from odoo import api, models, tools

from ..describing import pressed
from ..orm import directory
from .tool_search import stem, words_of

# models that are named
MOST = 3
# words of a name; letters of one, and by how many an ending may differ
LONGEST, LEAST, ENDING = 4, 5, 2
SOURCE = "en_US"
# models of this addon have tools of their own
OURS = "mcp."
# plurals; a stem as of tools would take a rate for a rating
PLURALS = (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("sses", "ss"), ("ss", "ss"))
Names = dict[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Named:
    """What the words name.

    Attributes:
        models: technical names, in the order in which they were said.
        buttons: a line each.
        words: those that name the models.
        whole: all words together are the name of one thing.
    """

    models: tuple[str, ...]
    buttons: tuple[str, ...]
    words: tuple[str, ...]
    whole: bool


class McpThings(models.AbstractModel):
    _name = "mcp.things"
    _description = "MCP names of models"

    @api.model
    @tools.ormcache("self.env.lang", "frozenset(self.env.user._get_group_ids())")
    def _names(self) -> Names:
        """The models that the caller may read, by what people call them.

        In English too: clients translate what their user said.
        """
        found: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for lang in dict.fromkeys((self.env.lang or SOURCE, SOURCE)):
            for name, model in _called(self.with_context(lang=lang).env):
                found[_key(words_of(name))][model] = None
        return {key: tuple(those) for key, those in found.items() if key}


def _called(env: api.Environment) -> Iterator[tuple[str, str]]:
    """Names with their models, the best known first; of several parts each."""
    entries = [e for e in directory.search(env, None) if not e.model.startswith(OURS)]
    for entry in entries:
        for name in dict.fromkeys((entry.name, *entry.name.split("/"))):
            yield name, entry.model
    readable = [entry.model for entry in entries]
    for menu in env["mcp.menus"]._entries():
        if menu.model in readable:
            yield menu.name, menu.model
    # sudo: only the names of windows that show what the caller may read
    windows = env["ir.actions.act_window"].sudo()
    for window in windows.search_fetch([("res_model", "in", readable)], ["name"]):
        yield window.name, window.res_model


def named(env: api.Environment, query: str) -> Named:
    """The models that ``query`` names, and which of their buttons its rest names."""
    said = words_of(query)
    runs = _runs(env, said)
    taken = {n for place, _models in runs for n in place}
    words = tuple(said[n] for n in taken)
    rest = [word for n, word in enumerate(said) if n not in taken]
    those = _first(env, query, runs)
    labels = pressed.called(env, those, _stems(rest or said), _stems_in, not rest)
    return Named(those, tuple(labels), words, len(runs) == 1 and not rest)


def _first(
    env: api.Environment, query: str, runs: list[tuple[range, tuple[str, ...]]]
) -> tuple[str, ...]:
    """A few models: of one name all, of several the first each, or those like it."""
    if not runs:
        found = [e.model for e in directory.search(env, query)]
        return tuple(m for m in found if not m.startswith(OURS))[:MOST]
    several = [those[0] for _place, those in runs]
    return tuple(dict.fromkeys(several if runs[1:] else runs[0][1]))[:MOST]


def _runs(env: api.Environment, said: list[str]) -> list[tuple[range, tuple[str, ...]]]:
    """Each run of words that is a name, with its models; the longest are taken first."""
    names = env["mcp.things"]._names()
    foreign = not (env.lang or SOURCE).startswith("en")
    found: list[tuple[range, tuple[str, ...]]] = []
    for length in range(min(len(said), LONGEST), 0, -1):
        for start in range(len(said) - length + 1):
            place = range(start, start + length)
            known = _models(names, [said[n] for n in place], foreign)
            if known and all(not {*place} & {*other} for other, _known in found):
                found.append((place, known))
    return sorted(found, key=lambda run: run[0].start)


def _models(names: Names, run: list[str], foreign: bool) -> tuple[str, ...]:
    """The models of a name, be it written as one word or as several."""
    joined = "".join(run)
    if found := names.get(_key(run)) or names.get(_key([joined])):
        return found
    alike = (those for key, those in names.items() if _is_alike(key, joined))
    return next(alike, ()) if foreign and len(run) == 1 else ()


def _is_alike(key: tuple[str, ...], word: str) -> bool:
    """Whether they differ in an ending alone; other languages have many."""
    if len(key) > 1:
        return False
    short, long = sorted((*key, word), key=len)
    ending = len(long) - len(short)
    return len(short) >= LEAST and ending <= ENDING and long.startswith(short)


def _key(words: list[str]) -> tuple[str, ...]:
    return tuple(map(_singular, words))


def _singular(word: str) -> str:
    for ending, instead in PLURALS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.removesuffix("s") if len(word) > 3 else word


def _stems(words: list[str]) -> set[str]:
    return set(map(stem, words))


def _stems_in(text: str) -> set[str]:
    return _stems(words_of(text))
