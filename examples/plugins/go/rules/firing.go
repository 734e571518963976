package rules

import (
	"fmt"
	"time"

	"prometheus-alerts/document"
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

var firingAlertsAnswered = Control{
	ID:    "firing-alerts-answered",
	Title: "No alert fires for long",
	Description: "An alert that has been firing for weeks is one that nobody evaluates, and it hides the next " +
		"one. The time is counted from when the alert began to fire or wait to the collection of the " +
		"evidence; alerts that fire by design are configured (always-firing), as is the number of days " +
		"(max-firing-days), which no standard sets.",
	Remedy: "Mend what the alert reports, or mend the alert: one that may fire for weeks is no alert. Then " +
		"save the answer of /api/v1/rules again.",
	Severity: Medium,
	Mappings: []Mapping{{
		Criterion: "CC7.3",
		Rationale: "What fires and is left firing was not evaluated.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		limit := days(config.MaxFiringDays)
		eachRule(read, control, alerting,
			func(answer *answer[prometheus.Rules], rule prometheus.Rule) report.Finding {
				finding := judgeFiring(answer, rule, config.AlwaysFiring, limit)
				finding.Expected = fmt.Sprintf("not firing for more than %d days", config.MaxFiringDays)
				return finding
			})
	},
}

func judgeFiring(answer *answer[prometheus.Rules], rule prometheus.Rule, always Patterns,
	limit time.Duration) report.Finding {
	finding := report.Finding{
		Outcome: report.Pass,
		Actual:  "state " + rule.Alert.State.Text,
		Places:  []report.Place{answer.at(rule.Alert.State)},
	}
	if always.match(rule.Alert.Name.Text) {
		finding.Outcome = report.NotApplicable
		finding.Actual = "fires by design, as configured"
		return finding
	}
	if len(rule.Alert.Firing) == 0 {
		if rule.Health.Text != "ok" {
			finding.Outcome = report.Inconclusive
			finding.Actual += ", which says nothing while health is " + document.Quote(rule.Health.Text)
		}
		return finding
	}
	oldest := rule.Alert.Firing[0]
	for _, since := range rule.Alert.Firing {
		if since.Before(oldest.Time) {
			oldest = since
		}
	}
	finding.Places = []report.Place{answer.at(oldest.At)}
	finding.Actual = fmt.Sprintf("%d firing, the oldest since %s", len(rule.Alert.Firing),
		oldest.Format(time.RFC3339))
	collected := answer.file.Collected
	switch {
	case collected.IsZero():
		finding.Outcome = report.Inconclusive
		finding.Actual += "; " + undated
	case oldest.After(collected.Add(skew)):
		finding.Outcome = report.Inconclusive
		finding.Actual += ", after the evidence was collected"
	case collected.Sub(oldest.Time) > limit:
		finding.Outcome = report.Fail
		finding.Actual += fmt.Sprintf(", %d days before collection",
			int(collected.Sub(oldest.Time)/(24*time.Hour)))
	}
	return finding
}
