"""Two stored studies beside each other."""
