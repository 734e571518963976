package prometheus

import (
	"prometheus-alerts/document"
)

// Sent is one alert that Alertmanager holds.
type Sent struct {
	At *document.Value
	// Name is the alert's name.
	Name *document.Value
	// Fingerprint identifies it by its labels.
	Fingerprint string
	Receivers   *document.Value
}

// Silence is one silence that is not over.
type Silence struct {
	At      *document.Value
	ID      string
	Author  *document.Value
	Comment *document.Value
	Starts  Time
	Ends    Time
}

// List is an answer of Alertmanager: an array.
type List[T any] struct {
	At       *document.Value
	Items    []T
	Problems []Problem
	Count    int
}

// ReadSent reads an answer of `GET /api/v2/alerts`.
func ReadSent(bytes []byte) (*List[Sent], *document.Problem) {
	return readList(bytes, "fingerprint", func(value *document.Value) (*Sent, *document.Problem) {
		sent := &Sent{At: value}
		labels, wrong := wantLabels(value, "labels")
		if wrong != nil {
			return nil, wrong
		}
		if sent.Name, wrong = wantText(labels, "alertname"); wrong != nil {
			return nil, wrong
		}
		fingerprint, wrong := wantText(value, "fingerprint")
		if wrong != nil {
			return nil, wrong
		}
		sent.Fingerprint = fingerprint.Text
		if sent.Receivers, wrong = want(value, "receivers", document.Array); wrong != nil {
			return nil, wrong
		}
		for _, receiver := range sent.Receivers.Items {
			if _, wrong := wantText(receiver, "name"); wrong != nil {
				return nil, wrong
			}
		}
		return sent, nil
	})
}

// ReadSilences reads an answer of `GET /api/v2/silences`. Silences that are over are left out.
func ReadSilences(bytes []byte) (*List[Silence], *document.Problem) {
	return readList(bytes, "id", func(value *document.Value) (*Silence, *document.Problem) {
		silence := &Silence{At: value}
		id, wrong := wantText(value, "id")
		if wrong != nil {
			return nil, wrong
		}
		silence.ID = id.Text
		status, wrong := want(value, "status", document.Object)
		if wrong != nil {
			return nil, wrong
		}
		state, wrong := wantText(status, "state")
		if wrong != nil {
			return nil, wrong
		}
		switch state.Text {
		case "expired":
			return nil, nil
		case "active", "pending":
		default:
			return nil, problem(state, "the state is %s, expected active, pending or expired",
				document.Quote(state.Text))
		}
		if silence.Author, wrong = want(value, "createdBy", document.String); wrong != nil {
			return nil, wrong
		}
		if silence.Comment, wrong = want(value, "comment", document.String); wrong != nil {
			return nil, wrong
		}
		if silence.Starts, wrong = wantTime(value, "startsAt"); wrong != nil {
			return nil, wrong
		}
		if silence.Ends, wrong = wantTime(value, "endsAt"); wrong != nil {
			return nil, wrong
		}
		return silence, nil
	})
}

func readList[T any](bytes []byte, name string,
	read func(*document.Value) (*T, *document.Problem)) (*List[T], *document.Problem) {
	root, wrong := document.Parse(bytes)
	if wrong != nil {
		return nil, wrong
	}
	if root.Kind != document.Array {
		return nil, problem(root, "the answer is %s, expected an array", root.Kind)
	}
	list := &List[T]{At: root, Count: len(root.Items)}
	for _, value := range root.Items {
		item, wrong := read(value)
		switch {
		case wrong != nil && len(list.Problems) == maxProblems:
			return nil, tooMany(wrong)
		case wrong != nil:
			list.Problems = append(list.Problems, Problem{nameOf(value, name), *wrong})
		case item != nil:
			list.Items = append(list.Items, *item)
		}
	}
	return list, nil
}
