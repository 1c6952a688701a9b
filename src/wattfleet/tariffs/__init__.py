"""What a session costs, and why."""
