"""Reading and writing files and git; nothing here knows what the content means."""
