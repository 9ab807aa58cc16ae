"""Berkala: statistics and performance data, published on a timetable, in a form anyone can check."""

__version__ = "0.1.0"
