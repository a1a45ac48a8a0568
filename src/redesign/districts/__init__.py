"""A scenario of a district nobody prepared, made of the files that states and the federal government publish."""
