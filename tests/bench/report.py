"""The one line every bench ends with (design: Benches), and what machine it was measured on."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence


def report(
    bench: str,
    ours: Sequence[float],
    baseline: Sequence[float],
    unit: str,
    checks: Mapping[str, bool],
    *,
    cost: bool = False,
    **more: object,
) -> None:
    """`ours` and `baseline` are measured in pairs, and the ratio is the median over them: ours ÷ baseline for rates,
    baseline ÷ ours for a `cost`, so that higher is better.
    """
    pairs = zip(ours, baseline, strict=True)
    ratios = [theirs / mine if cost else mine / theirs for mine, theirs in pairs]
    line = {
        "bench": bench,
        "ratio": round(statistics.median(ratios), 3),
        "ours": round(statistics.median(ours), 3 if cost else 1),
        "baseline": round(statistics.median(baseline), 3 if cost else 1),
        "unit": unit,
        "runs": len(ratios),
        "checks": dict(checks),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "ratios": [round(ratio, 3) for ratio in ratios],
        **more,
    }
    sys.stdout.write(json.dumps(line) + "\n")
