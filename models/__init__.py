from . import res_config_settings
from . import ir_http
from . import mcp_confirmation
from . import mcp_key
from . import mcp_rate
from . import mcp_rule
from . import mcp_session
