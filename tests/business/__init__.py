"""Tests on a database with applications and demo data (tag business)."""
