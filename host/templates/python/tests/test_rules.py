import unittest

from sample_plugin.rules import idle_timeout_set


def judge(text: str) -> tuple:
    finding = idle_timeout_set("settings/app.conf", text, 15)
    return finding.outcome, finding.line


class IdleTimeoutSet(unittest.TestCase):
    def test_a_short_timeout_passes_and_cites_its_line(self):
        self.assertEqual(judge("# sessions\n\nidle_timeout_minutes = 15\n"), ("pass", 3))

    def test_a_long_timeout_or_none_at_all_fails(self):
        self.assertEqual(judge("idle_timeout_minutes = 16\n"), ("fail", 1))
        self.assertEqual(judge("idle_timeout_minutes = 0\n"), ("fail", 1))

    def test_a_timeout_that_is_not_there_fails(self):
        self.assertEqual(judge(""), ("fail", None))
        self.assertEqual(judge("# idle_timeout_minutes = 5\nname = app\n"), ("fail", None))

    def test_what_cannot_be_read_is_inconclusive_at_its_line(self):
        self.assertEqual(judge("name = app\nidle_timeout_minutes = soon\n"), ("inconclusive", 2))
        self.assertEqual(judge("idle_timeout_minutes = 5\nbroken\n"), ("inconclusive", 2))
        self.assertEqual(judge("idle_timeout_minutes = -5\n"), ("inconclusive", 1))

    def test_a_timeout_that_is_set_twice_is_inconclusive(self):
        twice = "idle_timeout_minutes = 5\nidle_timeout_minutes = 50\n"
        self.assertEqual(judge(twice), ("inconclusive", 2))


if __name__ == "__main__":
    unittest.main()
