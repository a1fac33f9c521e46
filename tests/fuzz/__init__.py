"""Seeded and bounded fuzzing of everything that reads what others wrote: `python -m tests.fuzz --seconds 60 --seed 1`."""
