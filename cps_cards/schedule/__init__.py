"""Which card is new on which day: the order of study, its weeks, and how Anki hands cards out."""
