"""Builds dist/sample-plugin.wasm. Needs `pip install -r requirements.txt`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OUTPUT = ROOT / "dist" / "sample-plugin.wasm"

# The builder takes packages from VIRTUAL_ENV. An empty one keeps this machine's out of the component;
# a package that the plugin needs is copied or installed here (`pip install --target`).
(ROOT / "build" / "lib" / "site-packages").mkdir(parents=True, exist_ok=True)

OUTPUT.parent.mkdir(exist_ok=True)
command = [sys.executable, "-c", "from componentize_py import script; script()"]
command += ["--wit-path", "wit", "--world", "plugin"]
command += ["componentize", "component", "--output", str(OUTPUT)]
subprocess.run(command, cwd=ROOT, env=os.environ | {"VIRTUAL_ENV": str(ROOT / "build")}, check=True)
print(f"{OUTPUT.relative_to(ROOT)}: {OUTPUT.stat().st_size / 1e6:.1f} MB")
