"""Python against ``env``, in a process of its own: a thread could not be ended."""
