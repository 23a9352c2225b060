"""Validates domain, training data, rules and stories with Rasa's own validator; part of `make check`."""

from __future__ import annotations

import re
import subprocess
import sys

from bot import serve, settings

_PROBLEM = re.compile(r"UserWarning|ERROR|Error")
# Responses that the actions, the generator or other responses name; tests/content checks that each is used.
_HARMLESS = re.compile(
    r"The utterance '\w+' is not used in any story or rule|The intent '(unsure|still_not_understood|other_language|crisis|empty_message|nearer_facility|facility_(open|route|current|wrong))' is listed|The action 'action_\w+' is used in the stories"
)


def main() -> int:
    """Runs `rasa data validate`; prints its warnings and errors; returns its exit code."""
    command = [*serve.rasa("data"), "validate"]
    done = subprocess.run(command, cwd=settings.ROOT, env=serve.environment(settings.load()), capture_output=True, text=True)
    found = [
        line for line in re.split(r"[\r\n]+", done.stdout + done.stderr) if _PROBLEM.search(line) and not _HARMLESS.search(line)
    ]
    if done.returncode or found:
        print("\n".join(found[-20:]), file=sys.stderr)
        return done.returncode or 1
    print("The training data, domain, rules and stories are valid.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
