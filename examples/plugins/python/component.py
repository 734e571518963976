"""The component: what the host calls, in the host's words. It decides nothing.

`wit_world` is made from `wit/` when the component is built. A component holds the modules that were
imported while it was built and no others, so that everything is imported at the top.
"""

import json

import wit_world.exports
from componentize_py_types import Err
from wit_world.imports import evidence
from wit_world.imports import types as t

from vendor_register import plugin
from vendor_register.config import SCHEMA, Config
from vendor_register.control import CONTROLS
from vendor_register.model import ConfigError, Finding, Item, Place, Unreadable


class Checker(wit_world.exports.Checker):
    """The interface `checker` of the contract."""

    def describe(self, config):
        return t.Descriptor(
            id=plugin.ID,
            version=plugin.VERSION,
            title=plugin.TITLE,
            description=plugin.DESCRIPTION,
            controls=[_control(control) for control in CONTROLS],
            inputs=[_input(declared) for declared in plugin.INPUTS],
            config_schema=json.dumps(SCHEMA),
            attributes=[],
        )

    def check(self, request):
        try:
            config = Config(request.config)
        except ConfigError as error:
            raise Err(t.Failure_Config(str(error))) from error
        report = plugin.check(_Evidence(), config, request.as_of)
        return t.Report(
            findings=[_finding(finding) for finding in report.findings],
            populations=[
                t.Population(
                    each.control, each.size, None, [_place(place) for place in each.shown_by]
                )
                for each in report.populations
            ],
            tallies=[t.Tally(path, records) for path, records in report.tallies.items()],
            attributes=[],
        )


class _Evidence:
    """The host's evidence, as `vendor_register.files` wants it."""

    def list(self, name: str) -> list[Item]:
        return [Item(item.path, item.size) for item in evidence.list(name)]

    def read(self, path: str) -> bytes:
        try:
            return evidence.read(path)
        except Err as error:
            raise Unreadable(getattr(error.value, "value", "it is not there")) from error


def _named(enumeration, name: str):
    """The case of an enumeration that the contract calls `name`."""
    return enumeration[name.upper().replace("-", "_")]


def _control(control):
    return t.Control(
        id=control.id,
        title=control.title,
        description=control.description,
        severity=_named(t.Severity, control.severity),
        method=_named(t.Method, control.method),
        mappings=[
            t.Mapping(criterion, _named(t.Relation, relation), why)
            for criterion, relation, why in control.mappings
        ],
        remediation=control.remediation,
        needs=list(control.needs),
        attributes=[],
    )


def _input(declared):
    return t.Input(
        name=declared.name,
        description=declared.description,
        default_globs=list(declared.globs),
        required=declared.required,
        max_age_days=declared.max_age_days,
    )


def _finding(finding: Finding):
    verdict = finding.verdict
    severity = None
    if verdict.severity is not None:
        level, reason = verdict.severity
        severity = t.SeverityChange(_named(t.Severity, level), reason)
    return t.Finding(
        control=finding.control,
        subject=finding.subject,
        outcome=_named(t.Outcome, verdict.outcome),
        expected=finding.expected,
        actual=verdict.actual,
        locations=[_place(place) for place in verdict.places],
        severity=severity,
        occurred=None,
        attributes=[],
    )


def _place(place: Place):
    return t.Location(place.path, place.line, None, place.pointer or None)
