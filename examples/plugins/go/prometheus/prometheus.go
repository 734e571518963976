// Package prometheus reads what the HTTP APIs of Prometheus (2.0 and later) and Alertmanager (0.16 and
// later) answer, as far as the rules ask for it. An answer that is not of the documented form is a
// problem, never an answer with defaults.
package prometheus

import (
	"fmt"
	"time"

	"prometheus-alerts/document"
)

// Problem is a part of an answer that could not be understood.
type Problem struct {
	// Name is what the part is called, as far as that is clear.
	Name string
	document.Problem
}

// maxProblems is how many parts of one answer may be unreadable before the answer as a whole is.
const maxProblems = 100

// tooMany is the problem of an answer that is mostly unreadable.
func tooMany(last *document.Problem) *document.Problem {
	return problem(last.At, "this is the part number %d of the answer that cannot be read: %s",
		maxProblems+1, last.Message)
}

// unnamed stands for the name of a part that has none.
const unnamed = "(unnamed)"

// problem makes a problem of one value.
func problem(at *document.Value, format string, arguments ...any) *document.Problem {
	return &document.Problem{At: at, Message: fmt.Sprintf(format, arguments...)}
}

// want is the value under a key of a given kind.
func want(object *document.Value, key string, kind document.Kind) (*document.Value, *document.Problem) {
	if object.Kind != document.Object {
		return nil, problem(object, "%s stands here, expected an object", object.Kind)
	}
	value := object.Get(key)
	if value == nil {
		return nil, problem(object, "%s is missing", document.Quote(key))
	}
	if value.Kind != kind {
		return nil, problem(value, "%s is %s, expected %s", document.Quote(key), value.Kind, kind)
	}
	return value, nil
}

// wantText is a string that is not empty.
func wantText(object *document.Value, key string) (*document.Value, *document.Problem) {
	value, wrong := want(object, key, document.String)
	if wrong == nil && value.Text == "" {
		return nil, problem(value, "%s is empty", document.Quote(key))
	}
	return value, wrong
}

// Time is a point in time and its place.
type Time struct {
	time.Time
	At *document.Value
}

func wantTime(object *document.Value, key string) (Time, *document.Problem) {
	value, wrong := want(object, key, document.String)
	if wrong != nil {
		return Time{}, wrong
	}
	at, err := time.Parse(time.RFC3339Nano, value.Text)
	if err != nil {
		return Time{}, problem(value, "%s is %s, expected a time as in 2026-11-20T06:30:00Z",
			document.Quote(key), document.Quote(value.Text))
	}
	return Time{at.UTC(), value}, nil
}

// wantLabels is an object of strings.
func wantLabels(object *document.Value, key string) (*document.Value, *document.Problem) {
	labels, wrong := want(object, key, document.Object)
	if wrong != nil {
		return nil, wrong
	}
	for _, label := range labels.Items {
		if label.Kind != document.String {
			return nil, problem(label, "%s is %s, expected a string",
				document.Quote(label.Key()), label.Kind)
		}
	}
	return labels, nil
}

// data is the payload of a Prometheus answer.
func data(data []byte) (*document.Value, *document.Problem) {
	root, wrong := document.Parse(data)
	if wrong != nil {
		return nil, wrong
	}
	status, wrong := want(root, "status", document.String)
	if wrong != nil {
		return nil, wrong
	}
	if status.Text != "success" {
		return nil, problem(status, "the server answered with status %s: %s",
			document.Quote(status.Text), document.Quote(text(root.Get("error"))))
	}
	return want(root, "data", document.Object)
}

func text(value *document.Value) string {
	if value == nil {
		return ""
	}
	return value.Text
}

// nameOf is what a part calls itself under a key.
func nameOf(value *document.Value, key string) string {
	if name := text(value.Get(key)); name != "" {
		return name
	}
	return unnamed
}
