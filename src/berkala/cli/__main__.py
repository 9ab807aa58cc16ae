"""`python -m berkala.cli`."""

import sys

from berkala.cli import main

if __name__ == "__main__":
    sys.exit(main())
