"""What a client sees of the endpoint: HTTP, JSON-RPC, streams, resources, prompts."""
