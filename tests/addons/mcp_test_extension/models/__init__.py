from . import partner, probe, thing
from . import featured
from . import leave, library, probe_long, probe_many, rename
from . import order
