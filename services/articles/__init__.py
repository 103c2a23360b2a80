"""Articles, wherever they are kept here.

source_of(env)                  by the models in the registry, at every call (source.py)
  ├─ enterprise.py              Odoo's Knowledge
  ├─ document_pages.py          OCA's document pages
  └─ own.py                     this addon's articles
finding.py                      search with snippets, the tree
editing.py                      Markdown → the new body: whole, appended, one section
  ├─ sections.py                parts of HTML by their headings
  ├─ images.py                  pictures out of the text, and back into it
  └─ losses.py                  what Markdown cannot express
words.py                        the words of an HTML text, for searching
"""

from __future__ import annotations

from odoo import api

from .document_pages import DocumentPages
from .enterprise import Knowledge
from .own import OwnArticles
from .source import Access, Source

SOURCES: tuple[type[Source], ...] = (Knowledge, DocumentPages, OwnArticles)
MODELS = tuple(source.model for source in SOURCES)

__all__ = ["MODELS", "Access", "Source", "source_of"]


def source_of(env: api.Environment) -> Source:
    """The place where articles are kept in this database."""
    return next(source for source in SOURCES if source.model in env)(env)
