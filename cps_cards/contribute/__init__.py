"""From an idea to a card in the right file, and from nothing to a deck: what `new` and `init` do."""
