"""Scripts for people who work on the code; standard library only."""
