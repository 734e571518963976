// Package rules judges what Prometheus and Alertmanager answered. It knows nothing of WebAssembly.
package rules

import (
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

// Mapping is an edge to a criterion.
type Mapping struct {
	Criterion  string
	Implements bool
	Rationale  string
}

// Severity is how much a failing control matters.
type Severity string

// The severities in use.
const (
	Low    Severity = "low"
	Medium Severity = "medium"
	High   Severity = "high"
)

// Control is one thing that is judged.
type Control struct {
	ID          string
	Title       string
	Description string
	Remedy      string
	Severity    Severity
	Mappings    []Mapping
	// Needs is the further input without which the control cannot be decided.
	Needs string

	judge func(*read, *Config, *report.Control)
}

// Controls are all controls, in the order in which they are shown.
func Controls() []Control {
	return []Control{
		requiredAlertsLoaded,
		capacityAlertsLoaded,
		rulesEvaluated,
		alertsGraded,
		alertsOwned,
		alertsExplained,
		firingAlertsAnswered,
		alertmanagerConnected,
		alertsDelivered,
		silencesBounded,
	}
}

// Judge examines the evidence.
func Judge(evidence Evidence, config *Config) *report.Report {
	read := readEvidence(evidence)
	result := &report.Report{Tallies: read.tallies()}
	for _, control := range Controls() {
		control.judge(read, config, result.Control(control.ID))
	}
	return result
}

// eachRule judges every rule that concerns the control. Rules that could not be understood concern
// every control.
func eachRule(read *read, control *report.Control, concerns func(prometheus.Rule) bool,
	judge func(*answer[prometheus.Rules], prometheus.Rule) report.Finding) {
	for _, answer := range read.rules {
		if answer.wrong != nil {
			control.Add(answer.unclear(control.Subject(answer.file.Path), answer.wrong))
			continue
		}
		for _, rule := range answer.read.Rules {
			if concerns(rule) {
				finding := judge(answer, rule)
				finding.Subject = control.Subject(answer.server + ": " + rule.Name)
				control.Add(finding)
			}
		}
		for _, wrong := range answer.read.Problems {
			subject := control.Subject(answer.server + ": " + wrong.Name)
			control.Add(answer.unclear(subject, &wrong.Problem))
		}
	}
	control.Complete(places(read.rules))
}

func anyRule(prometheus.Rule) bool { return true }

func alerting(rule prometheus.Rule) bool { return rule.Alert != nil }
