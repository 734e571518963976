"""Checks that sessions which nobody uses come to an end."""
