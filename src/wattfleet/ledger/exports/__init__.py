"""The books as files that bookkeeping programs read."""
