"""A plugin in Python that misbehaves as scripts do. What it does is chosen by configuration."""

import encodings.idna  # what looking up a name needs; no module is found at run time
import json
import socket
import sys
import time

import wit_world.exports
from componentize_py_types import Err
from wit_world.imports import evidence
from wit_world.imports import types as t

FILES = t.Input(
    name="files",
    description="Any files.",
    default_globs=["python/*"],
    required=True,
    max_age_days=None,
)

CONTROL = t.Control(
    id="present",
    title="The evidence is there",
    description="Stands in for a real control in tests.",
    severity=t.Severity.HIGH,
    method=t.Method.DOCUMENT,
    mappings=[
        t.Mapping(
            criterion="CC6.1",
            relation=t.Relation.IMPLEMENTS,
            rationale="Stands in for a real control in tests.",
        )
    ],
    remediation="Nothing to mend; this is a test.",
    needs=[],
    attributes=[],
)

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"does": {"type": "string"}},
}


def act(what):
    """Does something, and says what came of it."""
    if what == "behave":
        return "nothing"
    if what == "loop":
        while True:
            pass
    if what == "sleep":
        start = time.monotonic()
        time.sleep(3600)
        return f"slept {round(time.monotonic() - start)} s, it is {time.gmtime()[:3]}"
    if what == "allocate":
        hoard = []
        while True:
            hoard.append(bytearray(1024 * 1024))
    if what == "print":
        while True:
            print("x" * 1000)
    if what == "open":
        with open("/etc/passwd") as file:
            return file.read()
    if what == "connect":
        return str(socket.create_connection(("example.com", 443)))
    if what == "exit":
        sys.exit(3)
    if what == "not-granted":
        return str(len(evidence.read("secret.txt")))
    if what == "raise":
        raise ValueError("the register is empty")
    raise Err(t.Failure_Config(f"it knows no `{what}`"))


class Checker(wit_world.exports.Checker):
    """What the host calls."""

    def describe(self, config):
        return t.Descriptor(
            id="misbehaving-python",
            version="0.1.0",
            title="Misbehaviour in Python",
            description="Misbehaves in the configured way.",
            controls=[CONTROL],
            inputs=[FILES],
            config_schema=json.dumps(SCHEMA),
            attributes=[],
        )

    def check(self, request):
        seen = act(json.loads(request.config).get("does", "behave"))
        findings = []
        for item in evidence.list(FILES.name):
            evidence.read(item.path)
            place = t.Location(path=item.path, line=None, column=None, pointer=None)
            findings.append(
                t.Finding(
                    control=CONTROL.id,
                    subject=item.path,
                    outcome=t.Outcome.PASS,
                    expected="a file",
                    actual=seen,
                    locations=[place],
                    severity=None,
                    occurred=None,
                    attributes=[],
                )
            )
        return t.Report(findings=findings, populations=[], tallies=[], attributes=[])
