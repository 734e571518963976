"""The component: says what the plugin is, reads the evidence, and hands over the findings.

`wit_world` is made from `wit/` when the component is built. Import at the top of a module only: a
component holds the modules that were imported while it was built, and no others (text encodings but
UTF-8 are modules too). There is no file system and no network; evidence comes from `evidence` alone.
"""

import json

import wit_world.exports
from componentize_py_types import Err
from sample_plugin.rules import Finding, idle_timeout_set
from wit_world.imports import evidence
from wit_world.imports import types as t

LARGEST_FILE = 1024 * 1024

CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "max-idle-minutes": {
            "description": "The longest time, in minutes, that a session may be idle.",
            "type": "integer",
            "minimum": 1,
            "maximum": 60,
            "default": 15,
        }
    },
}

CONTROL = t.Control(
    id="idle-timeout-set",
    title="Sessions that nobody uses end by themselves",
    description="A session that stays open at an unattended screen can be used by anybody who "
    "passes. The settings must end it after a short time.",
    severity=t.Severity.MEDIUM,
    method=t.Method.CONFIGURATION,
    mappings=[
        t.Mapping(
            criterion="CC6.1",
            relation=t.Relation.IMPLEMENTS,
            rationale="Ending idle sessions keeps those who have not logged in from using the "
            "access of somebody who has.",
        )
    ],
    remediation="Set `idle_timeout_minutes` to at most 15 (or to what `max-idle-minutes` allows).",
    needs=[],
    attributes=[],
)

SETTINGS = t.Input(
    name="settings",
    description="The settings files of the application: lines `key = value`, comments with `#`.",
    default_globs=["settings/*.conf"],
    required=True,
    max_age_days=90,
)


class Checker(wit_world.exports.Checker):
    """What the host calls."""

    def describe(self, config):
        return t.Descriptor(
            id="sample-plugin",
            version="0.1.0",
            title="Idle sessions",
            description="Reads settings files and decides whether idle sessions end in time.",
            controls=[CONTROL],
            inputs=[SETTINGS],
            config_schema=json.dumps(CONFIG_SCHEMA),
            attributes=[],
        )

    def check(self, request):
        most = max_idle_minutes(request.config)
        items = evidence.list(SETTINGS.name)
        # How many subjects there are, so that one without a finding would be noticed.
        population = t.Population(CONTROL.id, size=len(items), sample=None, shown_by=[])
        return t.Report(
            findings=[examine(item, most) for item in items],
            populations=[population] if items else [],
            tallies=[],
            attributes=[],
        )


def max_idle_minutes(config):
    """The configured limit. The host has held the configuration against the schema already."""
    if len(config) > 1000:
        # Deep nesting would use up the stack of the JSON parser, and so end it all.
        raise Err(t.Failure_Config("the configuration is too long"))
    try:
        most = json.loads(config).get("max-idle-minutes", 15)
    except (ValueError, AttributeError) as error:
        raise Err(t.Failure_Config("the configuration is not a JSON object")) from error
    if type(most) is not int:
        raise Err(t.Failure_Config("`max-idle-minutes` is not a whole number"))
    return most


def examine(item, most):
    """Judges one file. One that cannot be read is inconclusive: an exception would end it all."""
    if item.size > LARGEST_FILE:
        return unread(item.path, f"the file has {item.size} bytes, at most {LARGEST_FILE} are read")
    try:
        text = evidence.read(item.path).decode("utf-8").removeprefix("\ufeff")
    except Err as error:
        why = getattr(error.value, "value", "it is not there")
        return unread(item.path, f"the file cannot be read: {why}")
    except UnicodeDecodeError:
        return unread(item.path, "the file is not UTF-8 text", place(item.path))
    return to_host(item.path, idle_timeout_set(item.path, text, most))


def unread(path, why, *places):
    return t.Finding(
        CONTROL.id,
        path,
        t.Outcome.INCONCLUSIVE,
        "a readable file",
        why,
        list(places),
        None,
        None,
        [],
    )


def place(path, line=None):
    return t.Location(path=path, line=line, column=None, pointer=None)


def to_host(path: str, finding: Finding):
    """A finding in the words of the contract."""
    return t.Finding(
        control=finding.control,
        subject=finding.subject,
        outcome=t.Outcome[finding.outcome.upper().replace("-", "_")],
        expected=finding.expected,
        actual=finding.actual,
        locations=[place(path, finding.line)],
        severity=None,
        occurred=None,
        attributes=[],
    )
