"""Large blogs for measuring: the same seed gives the same articles and comments, as fast as bulk statements go.

May import what its room may. Begin with `loading.py`; `words.py` makes the text, `tables.py` stores the rows.
What it stores is what the verbs would have stored, counters included; its tests hold both against each other.
"""
