"""The one door to the file system for tools.

path_params.py   parameters of tools that are paths
roots.py         which folders may be read and written; where a path lies
opening.py       opens beneath a root without following any link
denied.py        what is refused even inside a root
reading.py       bytes, digests, last lines
lines.py         lines, without holding the file in memory
writing.py       atomic writes
"""

from .lines import Lines, read_lines
from .opening import open_beneath, open_file, open_folder
from .reading import digest_of, read_bytes, tail_lines
from .roots import Place, Root, locate, readable_roots, scratch, writable_roots
from .writing import Write, Written, write_atomic
