"""Other people's cards: read from their formats, carried over into Markdown, written as YAML."""
