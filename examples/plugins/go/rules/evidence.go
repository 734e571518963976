package rules

import (
	"path"
	"time"

	"prometheus-alerts/document"
	"prometheus-alerts/prometheus"
	"prometheus-alerts/report"
)

// The names of the inputs.
const (
	RulesInput         = "rules"
	AlertmanagersInput = "alertmanagers"
	AlertsInput        = "alerts"
	SilencesInput      = "silences"
)

// File is one evidence file.
type File struct {
	Path string
	// Collected is when the answer was given, or zero where that is not known.
	Collected time.Time
	Data      []byte
}

// Evidence are the files of each input, sorted by path.
type Evidence map[string][]File

// answer is a file that was read, or the reason why it cannot be.
type answer[T any] struct {
	file File
	// server is the directory of the file, which stands for the server that answered.
	server string
	read   *T
	wrong  *document.Problem
}

func (a *answer[T]) at(value *document.Value) report.Place {
	return report.At(a.file.Path, value)
}

// unclear is the finding for something in the file that could not be understood.
func (a *answer[T]) unclear(subject string, wrong *document.Problem) report.Finding {
	place := a.at(wrong.At)
	if wrong.At == nil {
		place.Line = wrong.Line
	}
	return report.Finding{
		Subject: subject,
		Outcome: report.Inconclusive,
		Actual:  wrong.Message,
		Places:  []report.Place{place},
	}
}

// answers reads the files of one input. A second file of one server is a problem, because it would
// count everything twice.
func answers[T any](files []File, read func([]byte) (*T, *document.Problem)) []*answer[T] {
	var all []*answer[T]
	seen := map[string]bool{}
	for _, file := range files {
		next := &answer[T]{file: file, server: server(file.Path)}
		if seen[next.server] {
			next.wrong = &document.Problem{Message: "a second answer lies in this directory; grant one " +
				"answer a server, each in a directory of its own"}
		} else {
			next.read, next.wrong = read(file.Data)
		}
		seen[next.server] = true
		all = append(all, next)
	}
	return all
}

func server(file string) string {
	if directory := path.Dir(file); directory != "." {
		return directory
	}
	return "this server"
}

func places[T any](all []*answer[T]) []report.Place {
	var places []report.Place
	for _, answer := range all {
		places = append(places, answer.at(nil))
	}
	return places
}

// read is everything that the controls look at.
type read struct {
	rules         []*answer[prometheus.Rules]
	alertmanagers []*answer[document.Value]
	alerts        []*answer[prometheus.List[prometheus.Sent]]
	silences      []*answer[prometheus.List[prometheus.Silence]]
}

func readEvidence(evidence Evidence) *read {
	return &read{
		rules:         answers(evidence[RulesInput], prometheus.ReadRules),
		alertmanagers: answers(evidence[AlertmanagersInput], prometheus.ReadAlertmanagers),
		alerts:        answers(evidence[AlertsInput], prometheus.ReadSent),
		silences:      answers(evidence[SilencesInput], prometheus.ReadSilences),
	}
}

// tallies are the records of each file that could be read.
func (r *read) tallies() []report.Tally {
	var tallies []report.Tally
	add := func(path string, records int) {
		tallies = append(tallies, report.Tally{Path: path, Records: records})
	}
	for _, answer := range r.rules {
		if answer.read != nil {
			add(answer.file.Path, answer.read.Count)
		}
	}
	for _, answer := range r.alertmanagers {
		if answer.read != nil {
			add(answer.file.Path, len(answer.read.Items))
		}
	}
	for _, answer := range r.alerts {
		if answer.read != nil {
			add(answer.file.Path, answer.read.Count)
		}
	}
	for _, answer := range r.silences {
		if answer.read != nil {
			add(answer.file.Path, answer.read.Count)
		}
	}
	return tallies
}
