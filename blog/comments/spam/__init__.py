"""The filter: pure functions from the evidence of a submission to a verdict with its reasons.

May import: lib and the standard library only: no model, no settings, no request.
Begin reading in `verdict.py`; each module named after a trace (`honeypot`, `form_age`, `links`, `repetition`,
`crowding`, `lists`, `trust`) is one layer: a function from evidence to its reasons; `learned.py` adds what was learned.
"""
