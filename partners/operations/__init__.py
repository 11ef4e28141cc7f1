"""Every write to the partners' business: one function, one transaction."""
