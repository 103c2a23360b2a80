"""Who calls, and what he may: bearers, keys, policy, limits, companies."""
