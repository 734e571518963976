package rules

import (
	"fmt"
	"time"

	"prometheus-alerts/document"
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

var rulesEvaluated = Control{
	ID:    "rules-evaluated",
	Title: "Every rule is evaluated, without an error",
	Description: "An alert whose rule errs or is no longer evaluated never fires, and nobody notices. Recording " +
		"rules count too, because alerts are built on them. A rule is judged at the time at which the " +
		"evidence was collected; the greatest age is configured (max-evaluation-age-minutes).",
	Remedy: "Mend the rule that the error names (promtool check rules helps), or find out why the server " +
		"stopped evaluating its group. Then save the answer of /api/v1/rules again.",
	Severity: High,
	Mappings: []Mapping{{
		Criterion: "CC7.2",
		Rationale: "Alerts only detect something while their rules are evaluated.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		limit := time.Duration(config.MaxEvaluationAgeMinutes) * time.Minute
		eachRule(read, control, anyRule,
			func(answer *answer[prometheus.Rules], rule prometheus.Rule) report.Finding {
				finding := judgeEvaluation(answer, rule, limit)
				finding.Expected = fmt.Sprintf("health ok, evaluated within %s before collection",
					minutes(limit))
				return finding
			})
	},
}

func judgeEvaluation(answer *answer[prometheus.Rules], rule prometheus.Rule,
	limit time.Duration) report.Finding {
	say := func(outcome report.Outcome, at *document.Value, format string,
		arguments ...any) report.Finding {
		return report.Finding{
			Outcome: outcome,
			Actual:  fmt.Sprintf(format, arguments...),
			Places:  []report.Place{answer.at(at)},
		}
	}
	switch rule.Health.Text {
	case "ok":
	case "err":
		return say(report.Fail, rule.Health, "health err: %s", document.Quote(rule.LastError))
	case "unknown":
		return say(report.Inconclusive, rule.Health,
			"health unknown: the rule has not been evaluated since it was loaded")
	default:
		return say(report.Inconclusive, rule.Health, "health is %s, expected ok, err or unknown",
			document.Quote(rule.Health.Text))
	}
	last := rule.LastEvaluation
	if answer.file.Collected.IsZero() {
		return say(report.Inconclusive, last.At, "health ok; %s", undated)
	}
	age := answer.file.Collected.Sub(last.Time)
	switch {
	case age < -skew:
		return say(report.Inconclusive, last.At, "evaluated at %s, after the evidence was collected",
			last.Format(time.RFC3339))
	case age > limit:
		return say(report.Fail, last.At, "health ok, but last evaluated at %s, %s before collection",
			last.Format(time.RFC3339), minutes(age))
	default:
		return say(report.Pass, last.At, "health ok, evaluated at %s", last.Format(time.RFC3339))
	}
}

// undated is said where the time of collection is needed and not known.
const undated = "when the answer was collected is not known; state it in evidence.toml"

// skew is by how much the clocks of a server and of what collects its answers may differ.
const skew = 5 * time.Minute

// minutes is a duration in words.
func minutes(duration time.Duration) string {
	switch minutes := int(duration / time.Minute); {
	case minutes == 1:
		return "1 minute"
	case minutes < 2*24*60:
		return fmt.Sprintf("%d minutes", minutes)
	default:
		return fmt.Sprintf("%d days", minutes/(24*60))
	}
}
