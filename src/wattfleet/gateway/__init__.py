"""The door for stations."""
