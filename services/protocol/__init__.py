"""MCP as the official SDK speaks it, over the kernel; knows no HTTP.

The SDK is imported by the modules in here and by nobody else, and only when the
first request arrives: it takes seconds and 64 MB.
"""
