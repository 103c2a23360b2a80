from . import toolset
from . import create_checkpoint
from . import list_changes
from . import undo
from . import search_audit_log
from . import export_audit_log
