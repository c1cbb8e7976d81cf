"""Figures about a terminal for whoever watches over several: counts and states, and
nothing of anybody.
"""
