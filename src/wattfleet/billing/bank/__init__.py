"""Files that banks send and take."""
