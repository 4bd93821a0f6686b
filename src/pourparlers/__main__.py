"""`python -m pourparlers`."""

from pourparlers.cli import main

main()
