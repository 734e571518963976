"""Builds dist/vendor-register.wasm. Needs `pip install -r requirements.txt`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent
WIT = ROOT.parents[2] / "wit"
OUTPUT = ROOT / "dist" / "vendor-register.wasm"

# The builder takes packages from VIRTUAL_ENV. It finds one there, and of that one the plain Python: a
# component can hold no library that was compiled for this machine.
PACKAGES = ROOT / "build" / "lib" / "site-packages"
shutil.rmtree(PACKAGES, ignore_errors=True)
shutil.copytree(
    Path(yaml.__file__).parent,
    PACKAGES / "yaml",
    ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"),
)

OUTPUT.parent.mkdir(exist_ok=True)
command = [sys.executable, "-c", "from componentize_py import script; script()"]
command += ["--wit-path", str(WIT), "--world", "plugin"]
command += ["componentize", "component", "--output", str(OUTPUT)]
subprocess.run(command, cwd=ROOT, env=os.environ | {"VIRTUAL_ENV": str(ROOT / "build")}, check=True)
print(f"{OUTPUT.relative_to(ROOT)}: {OUTPUT.stat().st_size / 1e6:.1f} MB")
