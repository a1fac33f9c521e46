"""Pages: templates, wording, and what each kind of page shows."""
