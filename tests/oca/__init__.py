"""Tests on OCA's addons, in a database with applications (tag oca)."""
