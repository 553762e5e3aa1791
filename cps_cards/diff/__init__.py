"""What changed between two decks, and what an update does to the people who study them."""
