"""In which encoding a text file is written, by its bytes."""

from __future__ import annotations

import re

WESTERN = "cp1252"
# what Windows writes, by the language of who uses it; the others write Western
CODE_PAGES = {
    "cp1250": "bs cs hr hu pl ro sk sl sq sr@latin",
    "cp1251": "be bg mk mn ru sr uk",
    "cp1253": "el",
    "cp1254": "az tr",
    "cp1255": "he",
    "cp1256": "ar fa",
    "cp1257": "et lt lv",
    "cp1258": "vi",
    "cp874": "th",
    "cp932": "ja",
    "cp936": "zh",
    "cp949": "ko",
    "cp950": "zh_TW zh_HK",
}
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# no text has them
BINARY = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(content: bytes, lang: str | None = None) -> tuple[str, str] | None:
    """The text of a file and its encoding: UTF-8, UTF-16 with its mark, or Windows'.

    Args:
        lang: code of the language of whoever wrote it, where that is known.

    Answers None where it is no text in any of them.
    """
    marked = next((MARKS[mark] for mark in MARKS if content.startswith(mark)), None)
    guesses = ["utf-8", code_page(lang or ""), WESTERN]
    for encoding in [marked] if marked else guesses:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if BINARY.search(text) else (text, encoding)
    return None


def code_page(lang: str) -> str:
    """In which encoding Windows writes texts for people of that language."""
    by_lang = {
        name: page for page, names in CODE_PAGES.items() for name in names.split()
    }
    language = re.split("[_@]", lang)[0]
    return by_lang.get(lang) or by_lang.get(language, WESTERN)
