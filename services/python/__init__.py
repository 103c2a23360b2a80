"""Python against ``env``, in a process of its own: a thread could not be ended.

shell                   the worker's side: one warm child a database
launcher, warm          the child: a loaded registry that forks for every call
evaluate                the code, and the value of its last expression
tracebacks, log_lines   without our own frames; what was logged meanwhile
"""
