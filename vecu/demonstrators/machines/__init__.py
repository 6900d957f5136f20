"""Small machines to try in ten minutes each, each behind one interface. Pure: no network, no clock.

`interface.py` says what a demonstrator is, `catalogue.py` lists them; the rest is one package each.
"""
