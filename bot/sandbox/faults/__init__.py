"""Faults on demand: Discord and the network failing as they are known to fail, when somebody asks for it.

`kinds` says what there is, `armed` holds what is on, `requests`, `events` and `world` do it.
"""
