from . import toolset
