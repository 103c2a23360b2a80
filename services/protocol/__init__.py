"""MCP as the official SDK speaks it, over the kernel; knows no HTTP.

    serve, reply, versions    one POST, by the revision that it speaks; what it gets
    server, loops           the SDK's server, and the event loops that it runs in
    exchange, state         one request; ``requestState``
    connection              whether its client is still there
    json_strict             what is JSON, and what is not
    calling, failing        a request as a ``Call``; errors as JSON-RPC
    tools, resources, prompts, completion    the methods of the protocol
    streaming, subscriptions, watching    what is held open
    confirming              asks for a confirmation

The SDK is imported by the modules in here and by nobody else, and only when the
first request arrives: it takes seconds and 64 MB.
"""
