"""The filter: pure functions from the evidence of a submission to a verdict with its reasons.

May import: lib and the standard library only: no model, no settings, no request.
Begin reading in `verdict.py`; each other module is one layer of evidence.
"""
