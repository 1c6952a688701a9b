"""Limits of power: what stations were told, and what that leaves a car."""
