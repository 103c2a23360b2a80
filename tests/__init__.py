from . import test_audit
from . import test_authentication
from . import test_catalog
from . import test_once
from . import test_pipeline
from . import test_policy
from . import test_settings
from . import test_throttled
