"""Findings and figures, written for people and for programs."""
