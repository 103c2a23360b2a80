from . import partner, probe, probe_many, rename, thing
