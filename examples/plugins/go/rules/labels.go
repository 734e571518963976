package rules

import (
	"net/url"
	"slices"
	"strings"

	"prometheus-alerts/document"
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

var alertsGraded = Control{
	ID:    "alerts-graded",
	Title: "Every alert says how grave it is",
	Description: "Whoever is called has to know what comes first. Every alerting rule has to carry the label " +
		"`severity` with one of the configured values (severities); the default values are those that the " +
		"Prometheus monitoring mixins agree on.",
	Remedy:   "Add the label severity to the rule, or configure the values that you use under severities.",
	Severity: Low,
	Mappings: []Mapping{{
		Criterion: "CC7.3",
		Rationale: "The evaluation of an event begins with the grade that its alert carries.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		expected := "label severity " + strings.Join(config.Severities, " or ")
		eachRule(read, control, alerting,
			func(answer *answer[prometheus.Rules], rule prometheus.Rule) report.Finding {
				finding := judgeText(answer, rule, "label", []string{"severity"}, rule.Alert.Labels)
				severity := rule.Alert.Labels.Get("severity")
				if finding.Outcome == report.Pass && !slices.Contains(config.Severities, severity.Text) {
					finding.Outcome = report.Fail
				}
				finding.Expected = expected
				return finding
			})
	},
}

var alertsOwned = Control{
	ID:    "alerts-owned",
	Title: "Every alert says who answers it",
	Description: "An alert that belongs to nobody is answered by nobody. Every alerting rule has to carry one of " +
		"the configured labels (owner-labels), which Alertmanager can also route by. No standard sets the " +
		"label.",
	Remedy:   "Add the label team (or another one of owner-labels) to the rule, with the team's name.",
	Severity: Medium,
	Mappings: []Mapping{{
		Criterion: "CC7.3",
		Rationale: "Events are evaluated by somebody only where it is settled by whom.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		expected := "label " + strings.Join(config.OwnerLabels, " or ")
		eachRule(read, control, alerting,
			func(answer *answer[prometheus.Rules], rule prometheus.Rule) report.Finding {
				finding := judgeText(answer, rule, "label", config.OwnerLabels, rule.Alert.Labels)
				finding.Expected = expected
				return finding
			})
	},
}

var alertsExplained = Control{
	ID:    "alerts-explained",
	Title: "Every alert leads to instructions",
	Description: "Whoever is woken at night needs to know what the alert means and what to do. Every alerting " +
		"rule has to carry one of the configured annotations (runbook-annotations) with an http or https " +
		"address. Whether the page is of use is not examined.",
	Remedy:   "Write a runbook for the alert and put its address into the annotation runbook_url.",
	Severity: Low,
	Mappings: []Mapping{{
		Criterion: "CC7.3",
		Rationale: "Written instructions make the evaluation of an event the same for everybody who is on call.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		expected := "annotation " + strings.Join(config.RunbookAnnotations, " or ") +
			" with an http or https address"
		eachRule(read, control, alerting,
			func(answer *answer[prometheus.Rules], rule prometheus.Rule) report.Finding {
				finding := judgeRunbook(answer, rule, config.RunbookAnnotations)
				finding.Expected = expected
				return finding
			})
	},
}

// judgeText looks for the first of some labels or annotations that is there. One that is filled in by a
// template has no value before the alert fires.
func judgeText(answer *answer[prometheus.Rules], rule prometheus.Rule, what string, names []string,
	in *document.Value) report.Finding {
	for _, name := range names {
		value := in.Get(name)
		if value == nil || strings.TrimSpace(value.Text) == "" {
			continue
		}
		finding := report.Finding{
			Outcome: report.Pass,
			Actual:  what + " " + name + " " + document.Quote(value.Text),
			Places:  []report.Place{answer.at(value)},
		}
		if strings.Contains(value.Text, "{{") {
			finding.Outcome = report.Inconclusive
			finding.Actual += " is a template, which has no value before the alert fires"
		}
		return finding
	}
	return report.Finding{
		Outcome: report.Fail,
		Actual:  "no " + what + " " + strings.Join(names, " or "),
		Places:  []report.Place{answer.at(in)},
	}
}

func judgeRunbook(answer *answer[prometheus.Rules], rule prometheus.Rule, names []string) report.Finding {
	finding := judgeText(answer, rule, "annotation", names, rule.Alert.Annotations)
	for _, name := range names {
		value := rule.Alert.Annotations.Get(name)
		if value == nil || strings.TrimSpace(value.Text) == "" {
			continue
		}
		finding.Outcome = report.Fail
		finding.Actual = "annotation " + name + " " + document.Quote(value.Text)
		finding.Places = []report.Place{answer.at(value)}
		if isAddress(value.Text) {
			finding.Outcome = report.Pass
			return finding
		}
	}
	return finding
}

// isAddress says whether a text is an address of a page. Parts of it may be filled in by a template, but
// not the server's name.
func isAddress(text string) bool {
	start, _, _ := strings.Cut(text, "{{")
	address, err := url.Parse(strings.TrimSpace(start))
	return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != ""
}
