"""Cursors, savepoints and what a process remembers between calls."""
