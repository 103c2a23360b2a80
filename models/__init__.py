from . import res_config_settings
from . import mcp_confirmation
from . import mcp_rule
