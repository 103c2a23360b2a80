from . import mcp_confirmation
from . import mcp_rule
