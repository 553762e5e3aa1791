"""The deck as frozen values: cards, curriculum, settings, ledger."""
