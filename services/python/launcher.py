"""Starts an Odoo program in a child process; standard library until the path is set.

Usage: launcher.py '["module", "search", "path"]' server|shell OPTION…
"""

import json
import os
import runpy
import sys


def main() -> None:
    """Run the program that the command line names."""
    sys.path[:] = json.loads(sys.argv[1])
    program, arguments = sys.argv[2], sys.argv[3:]
    if password := os.environ.pop("PGPASSWORD", None):
        # Odoo reads it from its own variable, which no descendant inherits
        arguments.append(f"--db_password={password}")
    if program == "server":
        from odoo.cli.server import main as serve

        serve(arguments)
    else:
        # by its path: the addons path is not known before the options are read
        warm = os.path.join(os.path.dirname(os.path.abspath(__file__)), "warm.py")
        runpy.run_path(warm)["main"](arguments)


if __name__ == "__main__":
    main()
