"""How clients are connected: what *Connect* and ``docs/connect.md`` show.

clients, client_steps   every client, step by step
desktop_extension       the file that Claude Desktop installs
"""
