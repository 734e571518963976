"""What the plugin says of itself."""

import json
import re
import unittest

from vendor_register.config import COLUMNS, SCHEMA, Config
from vendor_register.control import CONTROLS
from vendor_register.model import ConfigError

CRITERION = re.compile(r"CC[1-9]\.[1-9]")


class Description(unittest.TestCase):
    def test_every_control_has_a_title_of_one_line_and_a_rationale_for_each_criterion(self):
        self.assertEqual(len({control.id for control in CONTROLS}), len(CONTROLS))
        for control in CONTROLS:
            self.assertNotIn("\n", control.title)
            self.assertTrue(control.description and control.remediation, control.id)
            self.assertTrue(control.mappings, control.id)
            for criterion, relation, why in control.mappings:
                self.assertRegex(criterion, CRITERION)
                self.assertIn(relation, ("implements", "supports"))
                self.assertTrue(why.endswith("."), why)

    def test_the_schema_describes_every_setting(self):
        json.dumps(SCHEMA)
        for name, part in SCHEMA["properties"].items():
            self.assertTrue(part["description"], name)
            self.assertTrue("default" in part or name == "columns", name)

    def test_a_list_of_column_names_takes_the_place_of_the_default(self):
        config = Config('{"columns": {"owner": ["who"]}}')
        self.assertEqual(config.columns["owner"], ["who"])
        self.assertEqual(config.columns["vendor"], COLUMNS["vendor"]["default"])

    def test_configuration_that_contradicts_itself_is_refused(self):
        for config in [
            {"critical": ["high"], "not-critical": ["HIGH"]},
            {"columns": {"owner": ["vendor"]}},
            {"date-formats": ["%m/%Y"]},
            {"date-formats": ["%d.%m.%Y%Q"]},
            {"date-formats": "%d.%m.%Y"},
            {"categories": ["safety"]},
            {"max-review-days": "366"},
            {"max-review-days": True},
            {"columns": {"owners": ["who"]}},
            {"columns": []},
            {"delimiter": ";;"},
            [],
            None,
        ]:
            with self.assertRaises(ConfigError):
                Config(json.dumps(config))
        for text in ["", "{", "[" * 60_000, '{"a": ' * 60_000]:
            with self.assertRaises(ConfigError):
                Config(text)
