"""Builds dist/sample-plugin.wasm. Needs `pip install -r requirements.txt`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OUTPUT = ROOT / "dist" / "sample-plugin.wasm"

OUTPUT.parent.mkdir(exist_ok=True)
# Left alone, the builder would also offer the packages of this machine's Python to the component.
(ROOT / "build" / "lib" / "site-packages").mkdir(parents=True, exist_ok=True)
subprocess.run(
    [sys.executable, "-c", "from componentize_py import script; script()"]
    + ["--wit-path", "wit", "--world", "plugin"]
    + ["componentize", "component", "--output", str(OUTPUT)],
    cwd=ROOT,
    env=os.environ | {"VIRTUAL_ENV": str(ROOT / "build")},
    check=True,
)
print(f"{OUTPUT.relative_to(ROOT)}: {OUTPUT.stat().st_size / 1e6:.1f} MB")
