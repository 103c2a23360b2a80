from . import partner, probe, thing
from . import leave, probe_many, rename
from . import order
