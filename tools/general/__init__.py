from . import toolset
from . import get_capabilities
from . import search_tools
from . import call_tool
from . import call_read_only_tool
from . import get_job
from . import instructions
from . import dashboard
