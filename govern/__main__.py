"""`python -m govern` is the command `govern`."""

from govern.cli import main

if __name__ == "__main__":
    main()
