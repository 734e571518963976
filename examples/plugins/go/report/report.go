// Package report holds what the rules say, before it is handed to the host.
package report

import (
	"fmt"

	"prometheus-alerts/document"
)

// Outcome is what was found out about one subject.
type Outcome string

// The outcomes.
const (
	Pass          Outcome = "pass"
	Fail          Outcome = "fail"
	NotApplicable Outcome = "not applicable"
	Inconclusive  Outcome = "inconclusive"
)

// Place is a place in an evidence file: the file, a line of it, or a value.
type Place struct {
	Path string
	// Line is counted from 1; 0 stands for the whole file.
	Line int
	// Value says whether Pointer is meant: the pointer of a whole document is empty.
	Value   bool
	Pointer string
}

// At is the place of a value, or of the whole file where there is none.
func At(path string, value *document.Value) Place {
	if value == nil {
		return Place{Path: path}
	}
	return Place{Path: path, Line: value.Line(), Value: true, Pointer: value.Pointer()}
}

// Finding is one observation about one subject.
type Finding struct {
	Control  string
	Subject  string
	Outcome  Outcome
	Expected string
	Actual   string
	Places   []Place
}

// Population is how many subjects a control has, and where that can be seen.
type Population struct {
	Control string
	Size    int
	ShownBy []Place
}

// Tally is how many records a file holds.
type Tally struct {
	Path    string
	Records int
}

// Report is everything that one check found out.
type Report struct {
	Findings    []Finding
	Populations []Population
	Tallies     []Tally
}

// Control collects the findings of one control.
type Control struct {
	report   *Report
	id       string
	subjects map[string]int
}

// Control begins a control.
func (r *Report) Control(id string) *Control {
	return &Control{report: r, id: id, subjects: map[string]int{}}
}

// Subject makes a name unique within the control: rules of one group may well have one name. What
// tells them apart is their order, which is that of the rule file.
func (c *Control) Subject(name string) string {
	c.subjects[name]++
	if count := c.subjects[name]; count > 1 {
		return fmt.Sprintf("%s #%d", name, count)
	}
	return name
}

// Add adds a finding. Its subject comes from Subject.
func (c *Control) Add(finding Finding) {
	finding.Control = c.id
	c.report.Findings = append(c.report.Findings, finding)
}

// Complete states that every subject was examined, as these files show.
func (c *Control) Complete(files []Place) {
	size := 0
	for _, count := range c.subjects {
		size += count
	}
	if size > 0 || len(files) > 0 {
		c.report.Populations = append(c.report.Populations,
			Population{Control: c.id, Size: size, ShownBy: files})
	}
}
