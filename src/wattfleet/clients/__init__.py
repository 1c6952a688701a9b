"""The outside world: what is not our database and not a station."""
