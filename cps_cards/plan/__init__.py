"""Study plans that end on the day of the exam: what to learn when, and what will be remembered."""
