"""What the operator may know of the guide's work: counts and times, never words of visitors or who they were."""
