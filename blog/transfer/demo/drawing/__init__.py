"""The illustrations of the demo magazine, drawn from code so that they can be changed.

`canvas.py` is the paper and the pens; the other modules hold one function per picture.
Imports Pillow and nothing of this project but itself. Begin with `canvas.py`, then run `draw.py`.
"""
