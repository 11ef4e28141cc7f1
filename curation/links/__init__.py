"""Whether what published records point to is still there."""
