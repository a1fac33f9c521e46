"""The commands of the front door, one module each, and what they share. Nothing here knows the clock, the network or the folders."""
