"""Double entry: every amount stands twice, nothing is ever edited."""
