"""What is written down of each call, who reads it, and what is forgotten."""
