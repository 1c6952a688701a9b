"""What keeps an installation and its stations in order."""
