"""Fails when something installed has a known vulnerability; says what could not be looked up.

A machine that cannot reach the advisory service has to be able to check everything else, so that alone is no failure:
it is said, and the machine that releases must reach the service.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """The command line: 1 for a known vulnerability, else 0."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "audit.json"
        command = [sys.executable, "-m", "pip_audit", "--local", "--progress-spinner", "off", "-f", "json"]
        done = subprocess.run([*command, "-o", str(answer)], capture_output=True, text=True)  # noqa: S603
        if not answer.exists():
            last = done.stderr.strip().splitlines()[-1:] or ["no word of why"]
            sys.stdout.write(f"Dependencies: NOT audited, the advisory service gave no answer ({last[0][:200]}).\n")
            return 0
        packages = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
    skipped = [package for package in packages if "skip_reason" in package]
    found = [(package, each) for package in packages for each in package.get("vulns", [])]
    for package, each in found:
        right = ", ".join(each["fix_versions"]) or "none yet"
        sys.stdout.write(f"{package['name']} {package['version']}: {each['id']}; mended in: {right}\n")
    sys.stdout.write(f"Dependencies: {len(packages) - len(skipped)} audited, {len(found)} known vulnerabilities")
    sys.stdout.write(f"; {len(skipped)} NOT audited, unknown to the advisory service.\n" if skipped else ".\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
