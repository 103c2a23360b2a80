from . import toolset
from . import config
from . import jobs
from . import modules
from . import schema
from . import services
from . import shell
from . import sql
