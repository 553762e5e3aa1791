"""``python -m cps_cards``: the same as the ``cps-cards`` command."""

from cps_cards.cli import main

if __name__ == "__main__":
    main()
