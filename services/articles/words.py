"""The words of an HTML text, as a reader sees them: for searching and for snippets."""

from __future__ import annotations

from lxml import etree

from ..texts.html_tree import parsed

# elements that may stand within a word; all others separate words
WITHIN = frozenset(
    "a abbr b bdi bdo cite code del em font i ins kbd mark q s samp small span strong "
    "sub sup u var".split()
)
UNSEEN = ("script", "style", "template")


def plain(text: str) -> str:
    """The words with one space between them, and a line break where a block ends."""
    tree = parsed(text)
    etree.strip_elements(tree, *UNSEEN, etree.Comment, with_tail=False)
    for element in tree.iter(etree.Element):
        if element.tag not in WITHIN:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(filter(None, lines))
