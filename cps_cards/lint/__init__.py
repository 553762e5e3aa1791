"""The linter: rules, the engine that runs them, and what they look at."""
