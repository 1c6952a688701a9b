"""From priced sessions to documents that a bookkeeper, a tax office and a driver accept."""
