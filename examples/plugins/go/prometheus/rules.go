package prometheus

import (
	"prometheus-alerts/document"
)

// Rules is an answer of `GET /api/v1/rules`.
type Rules struct {
	// Groups is the list that the rules were read from.
	Groups *document.Value
	Rules  []Rule
	// Problems are rules that could not be understood.
	Problems []Problem
	// Count is the number of rules, readable or not.
	Count int
}

// Rule is one rule that the server has loaded.
type Rule struct {
	At *document.Value
	// Name is GROUP/RULE, with the severity where there is one.
	Name string
	// Alert is what an alerting rule has beyond a recording rule, or nil.
	Alert          *Alert
	Health         *document.Value
	LastError      string
	LastEvaluation Time
}

// Alert is an alerting rule.
type Alert struct {
	Name        *document.Value
	Labels      *document.Value
	Annotations *document.Value
	State       *document.Value
	// Firing are the beginnings of its firing alerts.
	Firing []Time
}

// ReadRules reads an answer of `GET /api/v1/rules`.
func ReadRules(bytes []byte) (*Rules, *document.Problem) {
	payload, wrong := data(bytes)
	if wrong != nil {
		return nil, wrong
	}
	if next := payload.Get("groupNextToken"); next != nil && next.Text != "" {
		return nil, problem(next, "the answer is one page of several; ask again without group_limit")
	}
	groups, wrong := want(payload, "groups", document.Array)
	if wrong != nil {
		return nil, wrong
	}
	answer := &Rules{Groups: groups}
	for _, group := range groups.Items {
		name, wrong := wantText(group, "name")
		if wrong != nil {
			return nil, wrong
		}
		rules, wrong := want(group, "rules", document.Array)
		if wrong != nil {
			return nil, wrong
		}
		for _, value := range rules.Items {
			answer.Count++
			rule, wrong := readRule(name.Text, value)
			if wrong != nil {
				if len(answer.Problems) == maxProblems {
					return nil, tooMany(wrong)
				}
				named := name.Text + "/" + nameOf(value, "name")
				answer.Problems = append(answer.Problems, Problem{named, *wrong})
				continue
			}
			answer.Rules = append(answer.Rules, rule)
		}
	}
	return answer, nil
}

func readRule(group string, value *document.Value) (Rule, *document.Problem) {
	rule := Rule{At: value, LastError: text(value.Get("lastError"))}
	name, wrong := wantText(value, "name")
	if wrong != nil {
		return rule, wrong
	}
	rule.Name = group + "/" + name.Text
	if rule.Health, wrong = wantText(value, "health"); wrong != nil {
		return rule, wrong
	}
	if rule.LastEvaluation, wrong = wantTime(value, "lastEvaluation"); wrong != nil {
		return rule, wrong
	}
	kind, wrong := want(value, "type", document.String)
	if wrong != nil {
		return rule, wrong
	}
	switch kind.Text {
	case "recording":
		return rule, nil
	case "alerting":
		rule.Alert, wrong = readAlert(value, name)
		if wrong == nil {
			if severity := rule.Alert.Labels.Get("severity"); severity != nil {
				rule.Name += " (" + severity.Text + ")"
			}
		}
		return rule, wrong
	default:
		return rule, problem(kind, "the type is %s, expected alerting or recording",
			document.Quote(kind.Text))
	}
}

func readAlert(value, name *document.Value) (*Alert, *document.Problem) {
	alert := &Alert{Name: name}
	var wrong *document.Problem
	if alert.Labels, wrong = wantLabels(value, "labels"); wrong != nil {
		return nil, wrong
	}
	if alert.Annotations, wrong = wantLabels(value, "annotations"); wrong != nil {
		return nil, wrong
	}
	if alert.State, wrong = wantText(value, "state"); wrong != nil {
		return nil, wrong
	}
	alerts, wrong := want(value, "alerts", document.Array)
	if wrong != nil {
		return nil, wrong
	}
	for _, active := range alerts.Items {
		state, wrong := wantText(active, "state")
		if wrong != nil {
			return nil, wrong
		}
		since, wrong := wantTime(active, "activeAt")
		if wrong != nil {
			return nil, wrong
		}
		switch state.Text {
		case "firing":
			alert.Firing = append(alert.Firing, since)
		case "pending":
		default:
			return nil, problem(state, "the state is %s, expected firing or pending",
				document.Quote(state.Text))
		}
	}
	switch state := alert.State.Text; {
	case state == "firing" && len(alert.Firing) == 0:
		return nil, problem(alert.State, "the rule fires, but the answer lists no firing alert; ask "+
			"again without exclude_alerts")
	case state == "firing" || state == "pending" || state == "inactive":
		if state != "firing" && len(alert.Firing) > 0 {
			return nil, problem(alert.State, "the rule is %s, but the answer lists firing alerts", state)
		}
		return alert, nil
	default:
		return nil, problem(alert.State, "the state is %s, expected firing, pending or inactive",
			document.Quote(state))
	}
}

// ReadAlertmanagers reads an answer of `GET /api/v1/alertmanagers`: the list of those that the server
// sends to.
func ReadAlertmanagers(bytes []byte) (*document.Value, *document.Problem) {
	payload, wrong := data(bytes)
	if wrong != nil {
		return nil, wrong
	}
	active, wrong := want(payload, "activeAlertmanagers", document.Array)
	if wrong != nil {
		return nil, wrong
	}
	for _, manager := range active.Items {
		if _, wrong := wantText(manager, "url"); wrong != nil {
			return nil, wrong
		}
	}
	return active, nil
}
