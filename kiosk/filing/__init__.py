"""Filing through a private service: package, sign with the card, submit, follow.

What the service's own interface looks like is not published; ``http`` is the one file
that knows an answer to that. Imported by nobody before something is filed.
"""
