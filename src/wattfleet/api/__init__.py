"""The door for people and programs."""
