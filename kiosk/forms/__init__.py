"""The seven applications: their fields, what may be written in them, their tables.

Pure: no screen, no store, no clock. The fields are data (``kiosk.forms.data``).
"""
