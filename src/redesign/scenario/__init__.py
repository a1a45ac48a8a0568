"""What a planner writes: scenario files, rosters and plans."""
