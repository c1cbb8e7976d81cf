"""The audit trail: what was done at this terminal, chained so that none of it can be
altered, taken out or put in unnoticed, and without anybody's particulars.

``events`` is the closed list of what is recorded, ``trail`` appends, ``verify`` looks
whether all is as it was appended.
"""
