"""What 2.0.1 and 2.1 say alike; the two versions build on it and do not know each other."""
