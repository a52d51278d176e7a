"""`python -m tests.bench NAME`: prints what it does, and one JSON line last."""

import importlib
import sys

NAMES = ("interactions", "sandbox")


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in NAMES:
        sys.stderr.write(f"Which one? python -m tests.bench {'|'.join(NAMES)}\n")
        return 2
    importlib.import_module(f"tests.bench.{sys.argv[1]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
