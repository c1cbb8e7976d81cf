"""Who does what a visit wants done: at the card, in the registry, at the printer.

A clerk takes an effect and gives the event that answers it. It never raises for what
a card, a disk or a printer does, and knows no screen. Each works in a thread of its
own, so that its acts keep their order and no other waits for them.
"""
