"""Reading names of any script, and telling how likely two of them mean the same."""
