"""What an installation decides: read once at start, seen only by `server` and `cli`."""
