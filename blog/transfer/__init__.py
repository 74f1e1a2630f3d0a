"""Moving in and out: what brings articles and comments into a blog, and what carries them away again.

May import every room below; never `integrity`, never a door (views, forms, admin).
Begin with `demo/`, the magazine that a fresh installation opens with.
"""
