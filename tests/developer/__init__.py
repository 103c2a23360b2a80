"""The toolset developer: shell, commands, files, SQL, modules, services, log."""
