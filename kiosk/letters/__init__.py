"""How text of every script is drawn: fonts, and which characters each has."""
