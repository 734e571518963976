"""YAML, JSON and TOML files as trees of texts that know their place.

Scalars stay texts: whether `no` is an answer or a name, and whether `2026-11-22` is a date, is for the
reader of the field to say. What a file could say twice (keys, anchors) is refused.
"""

import json
import tomllib
from dataclasses import dataclass
from typing import Any, Union

import yaml

from .files import DEEPEST, is_too_deep
from .model import Place, Unclear

MOST_DOTS = 500

Tree = Union[str, None, list["Node"], dict[str, "Node"]]


@dataclass(frozen=True)
class Node:
    """A value and where it stands."""

    value: Tree
    place: Place


def parse(path: str, text: str) -> Node:
    """Reads a file by the ending of its name."""
    if is_too_deep(text):
        raise Unclear(f"more than {DEEPEST} brackets are open at once", Place(path))
    reader = _json if path.endswith(".json") else _toml if path.endswith(".toml") else _yaml
    return reader(path, text)


class _Loader(yaml.SafeLoader):
    """Reads one document without anchors, with which a small file can mean an enormous one, and
    without deep nesting, which YAML can write without any bracket."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        mark = self.peek_event().start_mark
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases (`*name`) are not read", problem_mark=mark)
        if self.depth > DEEPEST:
            problem = f"it is nested more than {DEEPEST} deep"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _yaml(path: str, text: str) -> Node:
    try:
        root = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1) if mark else Place(path)
        raise Unclear(f"the file is not YAML: {error.problem or error.context}", place) from error
    except yaml.YAMLError as error:
        # Characters that YAML does not allow.
        reason = getattr(error, "reason", "it cannot be read")
        raise Unclear(f"the file is not YAML: {reason}", Place(path)) from error
    if root is None:
        raise Unclear("the file is empty", Place(path))
    return _from_yaml(path, root, "")


def _from_yaml(path: str, node: Any, pointer: str) -> Node:
    place = Place(path, node.start_mark.line + 1, pointer)
    if isinstance(node, yaml.SequenceNode):
        items = [
            _from_yaml(path, child, f"{pointer}/{index}") for index, child in enumerate(node.value)
        ]
        return Node(items, place)
    if isinstance(node, yaml.MappingNode):
        members: dict[str, Node] = {}
        for name, child in node.value:
            line = Place(path, name.start_mark.line + 1)
            if not isinstance(name, yaml.ScalarNode):
                raise Unclear("a key is not a text", line)
            if name.value in members:
                raise Unclear(f"the key `{name.value}` is there twice", line)
            members[name.value] = _from_yaml(path, child, _step(pointer, name.value))
        return Node(members, place)
    return Node(None if node.tag.endswith(":null") else node.value.strip(), place)


def _json(path: str, text: str) -> Node:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Unclear(f"the key `{twice}` is there twice in one object", Place(path))
        return members

    def refuse(name: str) -> None:
        raise Unclear(f"the file is not JSON: `{name}` is no number", Place(path))

    try:
        root = json.loads(
            text, object_pairs_hook=unique, parse_constant=refuse, parse_int=str, parse_float=str
        )
    except json.JSONDecodeError as error:
        raise Unclear(f"the file is not JSON: {error.msg}", Place(path, error.lineno)) from error
    return _from_plain(path, root, "")


def _toml(path: str, text: str) -> Node:
    for number, line in enumerate(text.split("\n"), start=1):
        # Keys with dots nest without any bracket, and very long ones take minutes.
        if line.count(".") > MOST_DOTS:
            raise Unclear(f"the line holds more than {MOST_DOTS} dots", Place(path, number))
    try:
        return _from_plain(path, tomllib.loads(text, parse_float=str), "")
    except tomllib.TOMLDecodeError as error:
        raise Unclear(f"the file is not TOML: {error}", Place(path)) from error
    except ValueError as error:
        # A whole number of more digits than Python converts.
        raise Unclear("the file holds a number that is too long", Place(path)) from error


def _from_plain(path: str, value: Any, pointer: str) -> Node:
    if pointer.count("/") > DEEPEST:
        raise Unclear(f"the file is nested more than {DEEPEST} deep", Place(path))
    place = Place(path, None, pointer)
    if isinstance(value, dict):
        members = {
            name: _from_plain(path, child, _step(pointer, name)) for name, child in value.items()
        }
        return Node(members, place)
    if isinstance(value, list):
        items = [
            _from_plain(path, child, f"{pointer}/{index}") for index, child in enumerate(value)
        ]
        return Node(items, place)
    if value is None:
        return Node(None, place)
    if isinstance(value, bool):
        return Node("true" if value else "false", place)
    # Dates and times of TOML write themselves as ISO 8601.
    return Node(str(value).strip(), place)


def _step(pointer: str, name: str) -> str:
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
