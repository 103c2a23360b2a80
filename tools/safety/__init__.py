from . import toolset
from . import create_checkpoint
from . import list_changes
from . import undo
