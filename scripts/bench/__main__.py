"""`make bench`: every comparison with a peer, each in one run. `python scripts/bench start` runs one of them."""

import pathlib
import runpy
import sys

here = pathlib.Path(__file__).resolve().parent
parts = ["start", "tokens", "inference", "embeddings", "sampler", "explore", "lab"]

sys.path.insert(0, str(here))
for name in sys.argv[1:] or parts:
    if not (here / f"{name}.py").exists():
        sys.exit(f"there is no comparison '{name}': {', '.join(parts)}")
    print(f"== {name}", flush=True)
    runpy.run_path(str(here / f"{name}.py"), run_name="__main__")
