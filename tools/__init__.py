from . import developer
