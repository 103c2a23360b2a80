from . import test_authentication
from . import test_catalog
from . import test_pipeline
from . import test_policy
