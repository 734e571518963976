package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"prometheus-alerts/document"
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

var requiredAlertsLoaded = Control{
	ID:    "required-alerts-loaded",
	Title: "Every kind of failure that has to be noticed has an alert",
	Description: "A failure that no alert watches is found by customers. For each server and each kind of " +
		"`required-alerts`, an alerting rule whose name matches has to be loaded and " +
		"healthy. Names are judged, not " +
		"expressions: whether an alert would fire in time is for a test of the rules to show. No standard " +
		"sets the kinds.",
	Remedy: "Write an alerting rule for the kind and load it, or configure the name that it has under " +
		"required-alerts. Then save the answer of /api/v1/rules again.",
	Severity: High,
	Mappings: []Mapping{{
		Criterion:  "CC7.2",
		Implements: true,
		Rationale: "Each kind of anomaly that the organisation names is watched by an alert that the server " +
			"has really loaded.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		judgeKinds(read, config.RequiredAlerts, control)
	},
}

var capacityAlertsLoaded = Control{
	ID:    "capacity-alerts-loaded",
	Title: "Every resource that can run out has an alert",
	Description: "Full disks and memory are the failures that announce themselves. For each server and each " +
		"resource of `capacity-alerts`, an alerting rule whose name matches has to be loaded and " +
		"healthy. Names are " +
		"judged, not expressions. No standard sets the resources.",
	Remedy: "Write an alerting rule for the resource and load it, or configure the name that it has under " +
		"capacity-alerts. Then save the answer of /api/v1/rules again.",
	Severity: Medium,
	Mappings: []Mapping{{
		Criterion:  "A1.1",
		Implements: true,
		Rationale: "Use of each named resource is monitored against a limit, which is the watching part of " +
			"managing capacity.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		judgeKinds(read, config.CapacityAlerts, control)
	},
}

// judgeKinds looks for a loaded alert of each kind on each server.
func judgeKinds(read *read, kinds Kinds, control *report.Control) {
	for _, answer := range read.rules {
		if answer.wrong != nil {
			control.Add(answer.unclear(control.Subject(answer.file.Path), answer.wrong))
			continue
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			finding := judgeKind(answer, kinds[kind])
			finding.Subject = control.Subject(answer.server + ": " + kind)
			finding.Expected = "an alert named " + strings.Join(kinds[kind], " or ")
			control.Add(finding)
		}
	}
	control.Complete(places(read.rules))
}

func judgeKind(answer *answer[prometheus.Rules], patterns Patterns) report.Finding {
	alerts := 0
	var idle *report.Finding
	for _, rule := range answer.read.Rules {
		if rule.Alert == nil {
			continue
		}
		alerts++
		if !patterns.match(rule.Alert.Name.Text) {
			continue
		}
		if rule.Health.Text == "ok" {
			return report.Finding{
				Outcome: report.Pass,
				Actual:  "the alert " + rule.Name + " is loaded",
				Places:  []report.Place{answer.at(rule.Alert.Name)},
			}
		}
		idle = &report.Finding{
			Outcome: report.Inconclusive,
			Actual: "the alert " + rule.Name + " is loaded, but its health is " +
				document.Quote(rule.Health.Text),
			Places: []report.Place{answer.at(rule.Health)},
		}
	}
	if idle != nil {
		return *idle
	}
	finding := report.Finding{
		Outcome: report.Fail,
		Actual:  fmt.Sprintf("none of the %d loaded alerts", alerts),
		Places:  []report.Place{answer.at(answer.read.Groups)},
	}
	if problems := answer.read.Problems; len(problems) > 0 {
		finding.Outcome = report.Inconclusive
		finding.Actual += fmt.Sprintf(", but %d rules cannot be read", len(problems))
		finding.Places = []report.Place{answer.at(problems[0].At)}
	}
	return finding
}
