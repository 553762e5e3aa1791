"""From an idea to a card in its file, and from nothing to a deck: what `new` and `init` do."""
