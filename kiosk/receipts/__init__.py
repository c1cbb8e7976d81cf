"""The papers a visitor takes home: what they say, how they are drawn and printed."""
