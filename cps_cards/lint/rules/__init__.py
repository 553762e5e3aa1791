"""One file a rule; the engine finds them by looking here."""
