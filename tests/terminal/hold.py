"""Run a program to its end, tell its exit status as the terminal's title, and stay.

    python hold.py COMMAND [ARGUMENT...]

tmux forgets the last words of a program that ends before they were read, and before
3.5 now and then its status too. This stays, so the words are read, and the title comes
after them.
"""

import signal
import subprocess
import sys

if __name__ == "__main__":
    # Ctrl+C is for the program: a handler of ours, unlike ignoring, is not inherited.
    signal.signal(signal.SIGINT, lambda *_: None)
    status = subprocess.call(sys.argv[1:])
    sys.stdout.write(f"\033]2;ended {status}\033\\")
    sys.stdout.flush()
    while True:
        signal.pause()
