"""Practice exams from the deck's choice cards: the draw, the questions, and what a score tells."""
