"""Tests of the scripts themselves; ``dev/test scripts`` runs them."""
