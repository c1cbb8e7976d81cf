"""What filling in a form needs below the screen: kana and kanji from Latin keys, dates,
postal codes, and finding an entry of a long list. Knows no screen and no visit.
"""
