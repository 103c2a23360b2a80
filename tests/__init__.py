from importlib.util import find_spec

from . import test_architecture
from . import test_asking
from . import test_audit
from . import test_authentication
from . import test_catalog
from . import test_domains
from . import test_model_params
from . import test_confirming
from . import test_endpoint
from . import test_log
from . import test_failing
from . import test_mcp_key
from . import test_modules
from . import test_neutralize
from . import test_commands
from . import test_file_reading
from . import test_file_tools
from . import test_file_writing
from . import test_files
from . import test_once
from . import test_outgoing
from . import test_pipeline
from . import test_policy
from . import test_services
from . import test_settings
from . import test_settings_act
from . import test_shell
from . import test_sql
from . import test_status
from . import test_streaming
from . import test_supervised
from . import test_throttled

if find_spec("hypothesis"):
    from . import test_fuzz
