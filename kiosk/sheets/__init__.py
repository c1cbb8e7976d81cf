"""The transcription sheet: answers on paper, as they are typed into the portal.

Whoever runs the kiosk imports ``apart`` and never what sets the sheet, which is for the
process that ``apart`` starts: its libraries are as large as half the kiosk.
"""
