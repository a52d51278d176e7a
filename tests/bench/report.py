"""The one line every bench ends with (design: Benches), and what machine it was measured on."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence


def report(
    bench: str, ours: Sequence[float], baseline: Sequence[float], unit: str, checks: Mapping[str, bool], **more: object
) -> None:
    """`ours` and `baseline` are rates measured in pairs, higher is better; the ratio is the median over the pairs."""
    ratios = [mine / theirs for mine, theirs in zip(ours, baseline, strict=True)]
    line = {
        "bench": bench,
        "ratio": round(statistics.median(ratios), 3),
        "ours": round(statistics.median(ours), 1),
        "baseline": round(statistics.median(baseline), 1),
        "unit": unit,
        "runs": len(ratios),
        "checks": dict(checks),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "ratios": [round(ratio, 3) for ratio in ratios],
        **more,
    }
    sys.stdout.write(json.dumps(line) + "\n")
