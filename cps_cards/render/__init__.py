"""Cards to what learners see: the one form that the package, previews and diffs share."""
