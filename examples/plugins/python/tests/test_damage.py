"""Files and rows that cannot be understood: never skipped, never passed, never an exception."""

from vendor_register.control import CONTROLS
from vendor_register.plugin import MOST_PROBLEMS
from vendor_register.table import MOST_ROWS

from .support import IN_ORDER, KESTREL, LUMEN, REGISTER, REPORT, Case, examine, rows

ON_VENDORS = [control.id for control in CONTROLS if control.of == "vendors"]
ON_REPORTS = [control.id for control in CONTROLS if control.needs]


def inconclusive(report, control: str) -> list:
    return [
        finding
        for finding in report.findings
        if finding.control == control and finding.verdict.outcome == "inconclusive"
    ]


class Registers(Case):
    def test_a_damaged_row_is_inconclusive_with_its_line_under_every_control(self):
        for row in ["Short,row", ",a,b,c,d,e,f,g,h,i", KESTREL + ",too,many", '"open,x,,,,,,,,']:
            report = examine(rows(LUMEN, row), {REPORT: IN_ORDER})
            for control in ON_VENDORS:
                lines = [
                    finding.verdict.places[0].line for finding in inconclusive(report, control)
                ]
                self.assertIn(3, lines, f"{control}: {row}")
            self.assertEqual(self.outcome(report, "vendors-owned", "Lumen Press"), "pass")
            self.assertEqual(report.tallies[REGISTER], 2)

    def test_a_quote_that_is_left_open_swallows_no_rows_in_silence(self):
        report = examine(rows(KESTREL.replace("kestrel.pdf", '"kestrel.pdf'), LUMEN))
        (finding,) = inconclusive(report, "vendors-owned")
        self.assertIn("nothing after it was", finding.verdict.actual)
        self.assertEqual(finding.verdict.places[0].line, 2)

    def test_two_rows_about_the_same_are_inconclusive_at_both_lines(self):
        report = examine(rows(KESTREL, LUMEN, KESTREL.upper()), {REPORT: IN_ORDER})
        for control in ON_VENDORS:
            (finding,) = inconclusive(report, control)
            self.assertEqual([place.line for place in finding.verdict.places], [2, 4])

    def test_services_of_one_vendor_are_subjects_of_their_own(self):
        report = examine(rows(KESTREL, KESTREL.replace("Hosting", "Mail")), {REPORT: IN_ORDER})
        for service in ["Hosting", "Mail"]:
            self.assertEqual(
                self.outcome(report, "reports-current", f"Kestrel Cloud ({service})"), "pass"
            )

    def test_rows_without_anything_in_them_are_no_records(self):
        report = examine(rows(LUMEN, ",,,,,,,,,", "", " , ,,,,,,,,"))
        self.assertEqual(report.tallies[REGISTER], 1)
        self.assertEqual(inconclusive(report, "vendors-owned"), [])

    def test_a_register_that_is_none_is_inconclusive_under_every_control(self):
        for content in [
            "",
            "a;b;c\nx;y;z\n",
            "Owner,Service\nDana,Hosting\n",
            "Vendor,Vendor\na,b\n",
            b"\xff\xfe\x00v",
            None,
            b"\x00" * 100,
            "Vendor\0\n\0\n",
        ]:
            report = examine(content)
            for control in ON_VENDORS:
                self.assertTrue(inconclusive(report, control), f"{control}: {content!r}")

    def test_an_empty_register_states_that_there_are_no_vendors(self):
        report = examine(rows())
        population = next(p for p in report.populations if p.control == "vendors-owned")
        self.assertEqual((population.size, population.shown_by[0].path), (0, REGISTER))

    def test_too_large_a_register_is_said_to_be_so(self):
        report = examine("Vendor\n" + "x" * (5 * 1024 * 1024))
        self.assertIn("bytes", inconclusive(report, "vendors-owned")[0].verdict.actual)
        many = "".join(f"v{number}\n" for number in range(MOST_ROWS + 1))
        report = examine("Vendor\n" + many)
        last = [f for f in inconclusive(report, "vendors-described") if f.subject == REGISTER]
        self.assertIn("the rest was not read", last[0].verdict.actual)

    def test_of_very_many_damaged_rows_the_number_is_said(self):
        report = examine("Vendor,Owner\n" + "".join(f"v{n},a,b\n" for n in range(1000)))
        found = inconclusive(report, "vendors-owned")
        self.assertEqual(len(found), MOST_PROBLEMS + 1)
        self.assertIn("800 more", found[-1].verdict.actual)
        population = next(p for p in report.populations if p.control == "vendors-owned")
        self.assertGreater(population.size, len(found))

    def test_line_numbers_hold_after_cells_of_several_lines_and_with_any_line_ending(self):
        two_lines = KESTREL.replace("Hosting", '"Hosting\nand more"')
        report = examine(rows(two_lines, "broken"), {REPORT: IN_ORDER})
        self.assertEqual(inconclusive(report, "vendors-owned")[0].verdict.places[0].line, 4)
        report = examine("\ufeff" + rows(KESTREL, "broken").replace("\n", "\r\n"))
        self.assertEqual(inconclusive(report, "vendors-owned")[0].verdict.places[0].line, 3)


class Reports(Case):
    def test_a_damaged_report_is_inconclusive_under_every_control_that_needs_reports(self):
        for name, content in [
            ("a.yaml", "organisation: [\n"),
            ("a.yaml", "- a\n- b\n"),
            ("a.yaml", ""),
            ("a.yaml", "organisation:\n"),
            ("a.yaml", IN_ORDER + "opinion: qualified\n"),
            ("a.yaml", IN_ORDER + "excepions: []\n"),
            ("a.yaml", "organisation: &a x\nauditor: *a\n"),
            ("a.yaml", "a: b\n---\nc: d\n"),
            ("a.yaml", "x: \x07\n"),
            ("a.yaml", "[" * 5000),
            ("a.yaml", "- " * 5000),
            ("a.yaml", "{a: " * 65),
            ("a.yaml", "x-note: a" + "a" * 65536),
            ("a.yaml", "? [a]\n: b\n"),
            ("a.yaml", None),
            ("a.yaml", b"\xff\xfe"),
            ("a.json", "{"),
            ("a.json", '{"organisation": "a", "organisation": "b"}'),
            ("a.json", '{"organisation": NaN}'),
            ("a.json", "[" * 60_000),
            ("a.toml", "organisation = "),
            ("a.toml", "a = " + "1" * 5000),
            ("a.toml", "a = " + "[" * 5000),
            ("a.toml", "a = 0x" + "f" * 50_000),
            ("a.toml", "a." * 30_000 + "a = 1"),
            ("a.toml", "[" + "a." * 30_000 + "a]"),
            ("a.toml", "a." * 100 + "a = 1"),
        ]:
            path = f"vendors/reports/{name}"
            report = examine(rows(LUMEN), {path: content})
            for control in ON_REPORTS:
                subjects = [finding.subject for finding in inconclusive(report, control)]
                self.assertEqual(subjects, [path], f"{control}: {content!r:.60}")
            self.assertEqual(inconclusive(report, "vendors-owned"), [])

    def test_a_misspelt_key_names_the_nearest(self):
        text = IN_ORDER.replace("exceptions:", "excepions:")
        (finding,) = inconclusive(examine(rows(LUMEN), {REPORT: text}), "reports-current")
        self.says(finding, "inconclusive", "is `exceptions` meant?")
        self.assertEqual(finding.verdict.places[0].line, 10)

    def test_json_and_toml_say_the_same_as_yaml(self):
        as_json = """{"organisation": "Kestrel Cloud", "report": "SOC 2 Type 2",
            "categories": ["security"], "period": {"start": "2025-10-01", "end": "2026-09-30"},
            "auditor": "Hale", "opinion": "unqualified", "exceptions": [],
            "user-entity-controls": [], "reviewed-by": "Dana", "reviewed-on": "2026-11-02"}"""
        as_toml = """
            organisation = "Kestrel Cloud"
            report = "SOC 2 Type 2"
            categories = ["security"]
            period = { start = 2025-10-01, end = 2026-09-30 }
            auditor = "Hale"
            opinion = "unqualified"
            exceptions = []
            user-entity-controls = []
            reviewed-by = "Dana"
            reviewed-on = 2026-11-02
            """
        for name, text in [("kestrel.json", as_json), ("kestrel.toml", as_toml)]:
            path = f"vendors/reports/{name}"
            report = examine(rows(KESTREL), {path: text})
            for control in ON_REPORTS:
                if control != "reported-vendors-registered":
                    self.assertEqual(self.outcome(report, control), "pass", name)
            finding = self.finding(report, "opinions-unqualified", "Kestrel Cloud")
            self.assertEqual(finding.verdict.places[0].pointer, "/opinion")
