"""The wire of the stations: frames, dialogue, versions."""
