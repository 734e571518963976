package rules

import (
	"fmt"
	"strings"
	"time"

	"prometheus-alerts/document"
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

var alertmanagerConnected = Control{
	ID:    "alertmanager-connected",
	Title: "Every server hands its alerts on",
	Description: "A server without an Alertmanager evaluates its rules and tells nobody. Each server that loaded " +
		"rules has to send to the configured number of Alertmanagers (min-alertmanagers). Those that the " +
		"server's own relabelling dropped do not count and do no harm.",
	Remedy: "Configure alerting.alertmanagers on the server, then save the answer of /api/v1/alertmanagers " +
		"again.",
	Severity: High,
	Needs:    AlertmanagersInput,
	Mappings: []Mapping{{
		Criterion: "CC7.2",
		Rationale: "What monitoring detects is of use only where it is handed on.",
	}},
	judge: judgeConnected,
}

func judgeConnected(read *read, config *Config, control *report.Control) {
	expected := fmt.Sprintf("%d or more active Alertmanagers", config.MinAlertmanagers)
	answered := map[string]bool{}
	for _, answer := range read.alertmanagers {
		subject := control.Subject(answer.server)
		answered[answer.server] = true
		if answer.wrong != nil {
			control.Add(answer.unclear(subject, answer.wrong))
			continue
		}
		finding := report.Finding{
			Subject:  subject,
			Outcome:  report.Pass,
			Expected: expected,
			Actual:   fmt.Sprintf("%d active", len(answer.read.Items)),
			Places:   []report.Place{answer.at(answer.read)},
		}
		if len(answer.read.Items) < config.MinAlertmanagers {
			finding.Outcome = report.Fail
		}
		control.Add(finding)
	}
	for _, answer := range read.rules {
		if !answered[answer.server] {
			answered[answer.server] = true
			control.Add(report.Finding{
				Subject: control.Subject(answer.server),
				Outcome: report.Inconclusive,
				Actual: "the directory holds the server's rules, but not its answer of " +
					"/api/v1/alertmanagers",
				Places: []report.Place{answer.at(nil)},
			})
		}
	}
	control.Complete(places(read.alertmanagers))
}

var alertsDelivered = Control{
	ID:    "alerts-delivered",
	Title: "Every alert reaches a receiver that tells somebody",
	Description: "Alertmanager routes what no route matches to a receiver that often tells nobody. Each alert " +
		"that Alertmanager holds has to have a receiver outside the configured ones (silent-receivers). " +
		"Only alerts that were there when the evidence was collected show their route. Whether a receiver " +
		"works is not examined.",
	Remedy: "Add a route for the alert's labels to Alertmanager's configuration (amtool config routes test " +
		"helps), then save the answer of /api/v2/alerts again.",
	Severity: Medium,
	Needs:    AlertsInput,
	Mappings: []Mapping{{
		Criterion: "CC7.3",
		Rationale: "An event is evaluated only where somebody is told of it.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		eachItem(read.alerts, control,
			func(answer *answer[prometheus.List[prometheus.Sent]], sent prometheus.Sent) report.Finding {
				finding := judgeDelivery(answer, sent, config)
				finding.Subject = sent.Name.Text + " " + sent.Fingerprint
				return finding
			})
	},
}

func judgeDelivery(answer *answer[prometheus.List[prometheus.Sent]], sent prometheus.Sent,
	config *Config) report.Finding {
	finding := report.Finding{
		Outcome:  report.Fail,
		Expected: "a receiver other than " + strings.Join(config.SilentReceivers, ", "),
		Places:   []report.Place{answer.at(sent.Receivers)},
	}
	if config.AlwaysFiring.match(sent.Name.Text) {
		finding.Outcome = report.NotApplicable
		finding.Actual = "fires by design, as configured"
		return finding
	}
	var names []string
	for _, receiver := range sent.Receivers.Items {
		name := receiver.Get("name").Text
		names = append(names, name)
		if !config.SilentReceivers.match(name) {
			finding.Outcome = report.Pass
		}
	}
	finding.Actual = "no receiver"
	if len(names) > 0 {
		finding.Actual = "receiver " + document.Quote(strings.Join(names, ", "))
	}
	return finding
}

var silencesBounded = Control{
	ID:    "silences-bounded",
	Title: "Every silence is short, explained and signed",
	Description: "A silence switches detection off. Each one that is not over has to end after the configured " +
		"number of days at most (max-silence-days, which no standard sets), and to say who set it and why.",
	Remedy: "Expire the silence, or set it again with an end, a comment and an author; an alert that is " +
		"silenced for months is better removed.",
	Severity: Medium,
	Needs:    SilencesInput,
	Mappings: []Mapping{{
		Criterion: "CC7.2",
		Rationale: "Monitoring has no gap that nobody decided on or that never ends.",
	}},
	judge: func(read *read, config *Config, control *report.Control) {
		eachItem(read.silences, control,
			func(answer *answer[prometheus.List[prometheus.Silence]],
				silence prometheus.Silence) report.Finding {
				finding := judgeSilence(answer, silence, days(config.MaxSilenceDays))
				finding.Subject = silence.ID
				finding.Expected = fmt.Sprintf("at most %d days, an author and a comment",
					config.MaxSilenceDays)
				return finding
			})
	},
}

func judgeSilence(answer *answer[prometheus.List[prometheus.Silence]], silence prometheus.Silence,
	limit time.Duration) report.Finding {
	lasts := silence.Ends.Sub(silence.Starts.Time)
	say := func(outcome report.Outcome, at *document.Value, actual string) report.Finding {
		return report.Finding{Outcome: outcome, Actual: actual, Places: []report.Place{answer.at(at)}}
	}
	switch {
	case lasts < 0:
		return say(report.Inconclusive, silence.Ends.At, "it ends before it starts")
	case lasts > limit:
		return say(report.Fail, silence.Ends.At, fmt.Sprintf("from %s to %s, %s",
			silence.Starts.Format(time.RFC3339), silence.Ends.Format(time.RFC3339), minutes(lasts)))
	case strings.TrimSpace(silence.Author.Text) == "":
		return say(report.Fail, silence.Author, "no author")
	case strings.TrimSpace(silence.Comment.Text) == "":
		return say(report.Fail, silence.Comment, "no comment")
	default:
		return say(report.Pass, silence.Ends.At,
			fmt.Sprintf("%s, by %s", minutes(lasts), document.Quote(silence.Author.Text)))
	}
}

// eachItem judges every element of answers that are lists.
func eachItem[T any](all []*answer[prometheus.List[T]], control *report.Control,
	judge func(*answer[prometheus.List[T]], T) report.Finding) {
	for _, answer := range all {
		if answer.wrong != nil {
			control.Add(answer.unclear(control.Subject(answer.file.Path), answer.wrong))
			continue
		}
		for _, item := range answer.read.Items {
			finding := judge(answer, item)
			finding.Subject = control.Subject(answer.server + ": " + finding.Subject)
			control.Add(finding)
		}
		for _, wrong := range answer.read.Problems {
			subject := control.Subject(answer.server + ": " + wrong.Name)
			control.Add(answer.unclear(subject, &wrong.Problem))
		}
	}
	control.Complete(places(all))
}
