"""The one door to the file system for tools.

path_params             parameters of tools that are paths
roots                   which folders may be read and written; where a path lies
opening, beneath        opens beneath a root without following any link
denied                  what is refused even inside a root
reading, lines          bytes, digests, last lines; lines of long files
writing, replacing      atomic writes
diff                    what a write would change
"""

from .lines import Lines, read_lines
from .opening import open_beneath, open_file, open_folder
from .reading import digest_of, read_bytes, tail_lines
from .roots import Place, Root, locate, readable_roots, scratch, writable_roots
from .writing import Write, Written, write_atomic
