"""Business tools where their applications are not installed."""
