"""Each rule on a report or a row in order, and on the smallest change that breaks it."""

from .support import IN_ORDER, KESTREL, LUMEN, REGISTER, REPORT, Case, examine, rows

OF_REPORTS = [
    "critical-vendors-reported",
    "reports-current",
    "opinions-unqualified",
    "categories-covered",
    "reports-reviewed",
    "exceptions-answered",
    "user-entity-controls-met",
]
OF_VENDORS = ["vendor-risks-reviewed", "vendors-owned", "vendors-described"]


class InOrder(Case):
    def setUp(self):
        self.report = examine(rows(KESTREL, LUMEN), {REPORT: IN_ORDER})

    def test_a_critical_vendor_in_order_passes_everything_and_cites_where(self):
        for control in OF_REPORTS + OF_VENDORS:
            finding = self.finding(self.report, control, "Kestrel Cloud")
            self.says(finding, "pass")
            self.assertTrue(finding.expected, control)
            self.assertIsNotNone(finding.verdict.places[0].line, control)
        self.assertEqual(self.outcome(self.report, "reported-vendors-registered", REPORT), "pass")

    def test_a_vendor_that_is_not_critical_needs_no_report_but_an_owner(self):
        for control in OF_REPORTS:
            self.assertEqual(self.outcome(self.report, control, "Lumen Press"), "not-applicable")
        for control in OF_VENDORS:
            self.assertEqual(self.outcome(self.report, control, "Lumen Press"), "pass")

    def test_every_control_states_how_many_subjects_there_are(self):
        sizes = {population.control: population.size for population in self.report.populations}
        for control in OF_REPORTS + OF_VENDORS:
            self.assertEqual(sizes[control], 2)
        self.assertEqual(sizes["reported-vendors-registered"], 1)
        self.assertEqual(self.report.tallies, {REGISTER: 2})

    def test_an_ended_vendor_is_not_judged(self):
        report = examine(rows(KESTREL.replace("active", "Terminated"), LUMEN))
        for control in OF_REPORTS + OF_VENDORS:
            self.assertEqual(self.outcome(report, control), "not-applicable")


class CriticalVendorsReported(Case):
    CONTROL = "critical-vendors-reported"

    def test_no_report_fails_at_the_row(self):
        report = examine(rows(KESTREL.replace("kestrel.pdf", "")), {})
        finding = self.finding(report, self.CONTROL, "Kestrel Cloud")
        self.says(finding, "fail", "there is no report")
        self.assertEqual(finding.verdict.places[0].line, 2)

    def test_a_report_of_another_kind_fails_unless_it_is_accepted(self):
        one = IN_ORDER.replace("Type 2", "Type I").replace(
            "  start: 2025-10-01\n  end: 2026-09-30", "  as-of: 2026-09-30"
        )
        self.says(self.judged(self.CONTROL, one), "fail", "there is only soc-2-type-1")
        accepted = {"report-types": ["soc-2-type-1", "soc-2-type-2"]}
        self.says(self.judged(self.CONTROL, one, **accepted), "pass", "soc-2-type-1")
        self.says(self.judged("reports-current", one), "not-applicable")

    def test_an_unknown_kind_is_inconclusive(self):
        for kind in ["ISO 27001", "Type 2", "SOC 2", "soc 2 type 3"]:
            text = IN_ORDER.replace("SOC 2 Type 2", kind)
            self.says(self.judged(self.CONTROL, text), "inconclusive", kind)

    def test_a_criticality_that_nobody_knows_is_inconclusive(self):
        for word in ["", "TBD", "somewhat"]:
            report = examine(rows(KESTREL.replace("Critical", word)), {REPORT: IN_ORDER})
            for control in OF_REPORTS:
                self.assertEqual(self.outcome(report, control), "inconclusive")

    def test_a_report_file_that_was_not_given_is_inconclusive(self):
        report = examine(rows(KESTREL.replace("kestrel.pdf", "other.pdf")), {REPORT: IN_ORDER})
        self.says(
            self.finding(report, self.CONTROL, "Kestrel Cloud"), "inconclusive", "`other.pdf`"
        )
        self.assertEqual(self.outcome(report, "reported-vendors-registered", REPORT), "fail")

    def test_a_name_that_fits_two_files_is_inconclusive(self):
        both = {REPORT: IN_ORDER, "vendors/reports/old/kestrel.yaml": IN_ORDER}
        report = examine(rows(KESTREL), both)
        finding = self.finding(report, self.CONTROL, "Kestrel Cloud")
        self.says(finding, "inconclusive", "several report files")
        report = examine(rows(KESTREL.replace("kestrel.pdf", "old/kestrel.yaml")), both)
        self.assertEqual(self.outcome(report, self.CONTROL), "pass")

    def test_without_a_file_name_the_organisation_decides(self):
        unnamed = rows(KESTREL.replace("kestrel.pdf", "-"))
        report = examine(unnamed, {REPORT: IN_ORDER.replace("Kestrel Cloud", "KESTREL-CLOUD")})
        self.assertEqual(self.outcome(report, self.CONTROL), "pass")
        report = examine(unnamed, {REPORT: IN_ORDER.replace("Kestrel Cloud", "Kestrel")})
        self.assertEqual(self.outcome(report, self.CONTROL), "fail")


class ReportsCurrent(Case):
    CONTROL = "reports-current"

    def coverage(self, end: str, until: str | None = None, **config):
        text = IN_ORDER.replace("end: 2026-09-30", f"end: {end}")
        bridge = "" if until is None else f"bridge-letter:\n  until: {until}\n"
        text = text.replace("bridge-letter:\n  until: 2026-10-31\n", bridge)
        text = text.replace("start: 2025-10-01", "start: 2024-10-01")
        return self.judged(self.CONTROL, text, **config)

    def test_ninety_two_days_may_be_open_and_not_one_more(self):
        self.says(self.coverage("2026-08-22"), "pass", "92 days")
        self.says(self.coverage("2026-08-21"), "fail", "93 days")
        self.says(self.coverage("2026-08-21", **{"max-uncovered-days": 93}), "pass")

    def test_a_bridge_letter_counts_for_ninety_two_days(self):
        self.says(self.coverage("2026-05-22", "2026-08-22"), "pass", "92 days are not covered")
        finding = self.coverage("2026-05-21", "2026-11-20")
        self.says(finding, "fail", "of which 92 days count", "93 days are not covered")

    def test_a_bridge_letter_from_before_the_end_adds_nothing(self):
        self.says(self.coverage("2026-08-22", "2026-08-01"), "pass", "92 days are not covered")

    def test_days_to_come_are_never_covered(self):
        self.says(self.coverage("2026-11-23"), "inconclusive", "after the as-of date")
        self.says(self.coverage("2026-09-30", "2026-11-23"), "inconclusive", "days to come")

    def test_a_period_that_makes_no_sense_is_inconclusive(self):
        self.says(self.coverage("2024-09-30"), "inconclusive", "before it starts")
        self.says(self.coverage("2024-10-01"), "inconclusive", "a single day")
        self.says(self.coverage("30/09/2026"), "inconclusive", "not a date")
        self.says(self.coverage("0206-09-30"), "inconclusive", "year")
        self.says(self.coverage(""), "inconclusive", "period/end")

    def test_the_newest_report_is_judged(self):
        older = IN_ORDER.replace("2025-10-01", "2024-10-01").replace("2026-09-30", "2025-09-30")
        files = {REPORT: IN_ORDER, "vendors/reports/2025/kestrel-2025.yaml": older}
        named = KESTREL.replace("kestrel.pdf", "kestrel-2025.yaml; kestrel.yaml")
        finding = self.finding(examine(rows(named), files), self.CONTROL, "Kestrel Cloud")
        self.says(finding, "pass", "2026-09-30")


class OpinionsUnqualified(Case):
    CONTROL = "opinions-unqualified"

    def test_only_an_unqualified_opinion_passes(self):
        outcomes = {
            "Unmodified": "pass",
            "qualified": "fail",
            "adverse": "fail",
            "disclaimer of opinion": "fail",
            "fine": "inconclusive",
            "TBD": "inconclusive",
        }
        for opinion, outcome in outcomes.items():
            text = IN_ORDER.replace("opinion: unqualified", f"opinion: {opinion}")
            self.says(self.judged(self.CONTROL, text), outcome)

    def test_an_adverse_opinion_is_critical(self):
        text = IN_ORDER.replace("opinion: unqualified", "opinion: adverse")
        self.assertEqual(self.judged(self.CONTROL, text).verdict.severity[0], "critical")


class CategoriesCovered(Case):
    CONTROL = "categories-covered"

    def test_what_the_configuration_or_the_row_asks_for_must_be_covered(self):
        needed = {"categories": ["security", "confidentiality"]}
        self.says(self.judged(self.CONTROL, IN_ORDER, **needed), "fail", "confidentiality missing")
        header, row = rows(KESTREL).splitlines()
        register = f"{header},Categories\n{row},Availability;  Privacy\n"
        finding = self.finding(examine(register, {REPORT: IN_ORDER}), self.CONTROL, "Kestrel Cloud")
        self.says(finding, "fail", "privacy missing")

    def test_an_unknown_category_is_inconclusive(self):
        text = IN_ORDER.replace("[security, availability]", "[security, safety]")
        self.says(self.judged(self.CONTROL, text), "inconclusive", "`safety`")
        text = IN_ORDER.replace("[security, availability]", "[]")
        self.says(self.judged(self.CONTROL, text), "inconclusive")


class ReportsReviewed(Case):
    CONTROL = "reports-reviewed"

    def test_a_review_needs_a_name_and_a_day(self):
        for line, missing in [
            ("reviewed-by: Dana Whitcombe\n", "reviewed-by"),
            ("reviewed-on: 2026-11-02\n", "reviewed-on"),
        ]:
            self.says(self.judged(self.CONTROL, IN_ORDER.replace(line, "")), "fail", missing)
        text = IN_ORDER.replace("Dana Whitcombe", "TBD")
        self.says(self.judged(self.CONTROL, text), "fail", "reviewed-by")

    def test_a_review_from_before_the_period_ended_is_of_another_report(self):
        text = IN_ORDER.replace("reviewed-on: 2026-11-02", "reviewed-on: 2026-09-30")
        self.says(self.judged(self.CONTROL, text), "fail", "before the period ended")

    def test_a_review_that_is_too_old_or_to_come_never_passes(self):
        self.says(self.judged(self.CONTROL, IN_ORDER, **{"max-review-days": 20}), "pass")
        self.says(self.judged(self.CONTROL, IN_ORDER, **{"max-review-days": 19}), "fail")
        text = IN_ORDER.replace("reviewed-on: 2026-11-02", "reviewed-on: 2026-11-23")
        self.says(self.judged(self.CONTROL, text), "inconclusive", "after the as-of date")


class Answers(Case):
    def test_what_has_no_answer_fails_and_is_named(self):
        for control, answer, name in [
            ("exceptions-answered", "response: We remove our own staff's access ourselves.", "X-1"),
            ("user-entity-controls-met", "met-by: quarterly access review", "U-1"),
        ]:
            key = answer.split(":")[0]
            for replacement in [f"{key}:", f"{key}: TBD", "x-note: later"]:
                finding = self.judged(control, IN_ORDER.replace(answer, replacement))
                self.says(finding, "fail", f"1 of 1 without an answer: {name}")
                self.assertIsNotNone(finding.verdict.places[0].line)

    def test_an_empty_list_is_an_answer_and_a_missing_one_is_not(self):
        head, rest = IN_ORDER.split("exceptions:\n")
        rest = rest.split("user-entity-controls:")[1]
        for written, outcome in [
            ("exceptions: []\n", "pass"),
            ("exceptions:\n", "inconclusive"),
            ("exceptions: none\n", "inconclusive"),
            ("", "inconclusive"),
        ]:
            text = f"{head}{written}user-entity-controls:{rest}"
            self.says(self.judged("exceptions-answered", text), outcome)


class Vendors(Case):
    def test_each_empty_cell_fails_its_own_control(self):
        for cell, control in [
            ("Dana Whitcombe", "vendors-owned"),
            ("Hosting", "vendors-described"),
            ("Customer data", "vendors-described"),
            ("2022-03-01", "vendors-described"),
            (",high,", "vendor-risks-reviewed"),
            ("2026-02-10", "vendor-risks-reviewed"),
        ]:
            for empty in ["", "-", "TBD", "n/a"]:
                broken = KESTREL.replace(cell, f",{empty}," if "," in cell else empty)
                report = examine(rows(broken), {REPORT: IN_ORDER})
                for other in OF_VENDORS:
                    expected = "fail" if other == control else "pass"
                    self.assertEqual(self.outcome(report, other), expected, broken)

    def test_a_rating_that_is_too_old_fails(self):
        for day, outcome in [("2025-11-21", "pass"), ("2025-11-20", "fail")]:
            report = examine(rows(KESTREL.replace("2026-02-10", day)))
            self.assertEqual(self.outcome(report, "vendor-risks-reviewed"), outcome)

    def test_days_to_come_and_ambiguous_days_are_inconclusive(self):
        for day in ["2026-11-23", "03/04/2026", "2026-02-30", "last week", "2026"]:
            report = examine(rows(KESTREL.replace("2026-02-10", day)))
            self.assertEqual(self.outcome(report, "vendor-risks-reviewed"), "inconclusive", day)
            report = examine(rows(KESTREL.replace("2022-03-01", day)))
            self.assertEqual(self.outcome(report, "vendors-described"), "inconclusive", day)

    def test_a_configured_format_decides(self):
        register = rows(KESTREL.replace("2026-02-10", "03/04/2026"))
        for formats, outcome in [
            (["%d/%m/%Y"], "pass"),
            (["%d/%m/%Y", "%m/%d/%Y"], "inconclusive"),
        ]:
            report = examine(register, **{"date-formats": formats})
            self.assertEqual(self.outcome(report, "vendor-risks-reviewed"), outcome)

    def test_a_missing_column_is_inconclusive_and_names_what_to_configure(self):
        register = rows(KESTREL).replace(",Owner,", ",Who,")
        finding = self.finding(examine(register), "vendors-owned", "Kestrel Cloud")
        self.says(finding, "inconclusive", "no column for `owner`", "`columns`")
        report = examine(register, columns={"owner": ["who"]})
        self.assertEqual(self.outcome(report, "vendors-owned"), "pass")


class ReportedVendorsRegistered(Case):
    def test_a_report_on_somebody_else_fails(self):
        files = {
            REPORT: IN_ORDER,
            "vendors/reports/x.yaml": IN_ORDER.replace("Kestrel Cloud", "Aldermoor"),
        }
        finding = self.finding(
            examine(rows(KESTREL), files), "reported-vendors-registered", "vendors/reports/x.yaml"
        )
        self.says(finding, "fail", "no row is about Aldermoor")
