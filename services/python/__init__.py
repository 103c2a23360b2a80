"""Python against ``env`` in a process of its own: a thread timeout is no timeout."""
