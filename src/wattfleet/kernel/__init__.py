"""Money, energy, time, ids, clock, errors: the words that every floor shares."""
