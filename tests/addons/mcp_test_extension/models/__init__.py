from . import partner, probe, thing
from . import leave, library, probe_long, probe_many, rename
from . import order
