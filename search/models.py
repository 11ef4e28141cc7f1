"""The search index: one table, filled by what the rooms register."""
