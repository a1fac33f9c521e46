"""Pictures: badges, the openness label, social cards, the strip of components."""
