"""One file for each rule, which says `RULE = Rule(...)`; nothing else has to be told of it.

A rule is a pure function from a section or an article (`subject`) to findings. It reads no model and no clock.
May import what its room may. Begin reading at `empty_section`, then `splice`.
"""
