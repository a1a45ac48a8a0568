"""Questions about a finished study, each answered by solving again."""
