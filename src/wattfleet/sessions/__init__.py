"""What happened at a plug: readings in, one session out."""
