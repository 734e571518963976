//go:build wasip1

// Package export_tickmark_plugin_checker is what the generated bindings call. It translates between them
// and the rules, which know neither. The build copies it into the module of the bindings.
package export_tickmark_plugin_checker

import (
	"runtime/debug"
	"time"

	"prometheus-alerts/report"
	"prometheus-alerts/rules"
	"wit_component/tickmark_plugin_evidence"
	"wit_component/tickmark_plugin_types"

	witTypes "go.bytecodealliance.org/pkg/wit/types"
)

const description = "Reads what Prometheus and Alertmanager answer over their HTTP APIs and decides for each " +
	"server whether the failures that matter have alerts, whether those are evaluated, graded, owned and " +
	"explained, and whether what fires is answered instead of silenced."

type input struct {
	name, description string
	globs             []string
	required          bool
}

var inputs = []input{
	{
		name: rules.RulesInput,
		description: "The rules that each server has loaded, one file a server in a directory of its name: " +
			"`curl --fail https://SERVER/api/v1/rules > prometheus/NAME/rules.json`.",
		globs:    []string{"prometheus/**/rules.json"},
		required: true,
	},
	{
		name: rules.AlertmanagersInput,
		description: "The Alertmanagers that each server sends to, beside its rules: " +
			"`curl --fail https://SERVER/api/v1/alertmanagers > prometheus/NAME/alertmanagers.json`.",
		globs: []string{"prometheus/**/alertmanagers.json"},
	},
	{
		name: rules.AlertsInput,
		description: "The alerts that each Alertmanager holds: " +
			"`curl --fail https://ALERTMANAGER/api/v2/alerts > alertmanager/NAME/alerts.json`.",
		globs: []string{"alertmanager/**/alerts.json"},
	},
	{
		name: rules.SilencesInput,
		description: "The silences of each Alertmanager: " +
			"`curl --fail https://ALERTMANAGER/api/v2/silences > alertmanager/NAME/silences.json`.",
		globs: []string{"alertmanager/**/silences.json"},
	},
}

// maxAgeDays is how old an answer may be: it shows a moment, and a week lets a weekly job be late.
const maxAgeDays = 8

type (
	descriptorResult = witTypes.Result[tickmark_plugin_types.Descriptor, tickmark_plugin_types.Failure]
	reportResult     = witTypes.Result[tickmark_plugin_types.Report, tickmark_plugin_types.Failure]
)

// Describe says what the plugin is. Its controls and inputs do not depend on the configuration.
func Describe(config witTypes.Option[string]) descriptorResult {
	if config.IsSome() {
		if _, err := rules.ReadConfig(config.Some()); err != nil {
			return witTypes.Err[tickmark_plugin_types.Descriptor](
				tickmark_plugin_types.MakeFailureConfig(err.Error()))
		}
	}
	descriptor := tickmark_plugin_types.Descriptor{
		Id:           "prometheus-alerts",
		Version:      "0.1.0",
		Title:        "Prometheus alerts",
		Description:  description,
		ConfigSchema: rules.Schema,
	}
	for _, control := range rules.Controls() {
		descriptor.Controls = append(descriptor.Controls, describeControl(control))
	}
	for _, input := range inputs {
		descriptor.Inputs = append(descriptor.Inputs, tickmark_plugin_types.Input{
			Name:         input.name,
			Description:  input.description,
			DefaultGlobs: input.globs,
			Required:     input.required,
			MaxAgeDays:   witTypes.Some[uint32](maxAgeDays),
		})
	}
	return witTypes.Ok[tickmark_plugin_types.Descriptor, tickmark_plugin_types.Failure](descriptor)
}

func describeControl(control rules.Control) tickmark_plugin_types.Control {
	described := tickmark_plugin_types.Control{
		Id:          control.ID,
		Title:       control.Title,
		Description: control.Description,
		Severity: map[rules.Severity]tickmark_plugin_types.Severity{
			rules.Low:    tickmark_plugin_types.Severity_Low,
			rules.Medium: tickmark_plugin_types.Severity_Medium,
			rules.High:   tickmark_plugin_types.Severity_High,
		}[control.Severity],
		Method:      tickmark_plugin_types.Method_Configuration,
		Remediation: control.Remedy,
	}
	for _, mapping := range control.Mappings {
		relation := tickmark_plugin_types.Relation_Supports
		if mapping.Implements {
			relation = tickmark_plugin_types.Relation_Implements
		}
		described.Mappings = append(described.Mappings, tickmark_plugin_types.Mapping{
			Criterion: mapping.Criterion,
			Relation:  relation,
			Rationale: mapping.Rationale,
		})
	}
	if control.Needs != "" {
		described.Needs = []string{control.Needs}
	}
	return described
}

// The host writes arguments and evidence into memory that it asks this component for. Should the garbage
// collector start just then, it asks for the time, which ends the check: a component that is asked for memory
// must not call anything. So the collector rests, but for when there is nothing left to read.
func init() {
	debug.SetGCPercent(-1)
}

// Check examines the granted evidence.
func Check(request tickmark_plugin_types.Request) reportResult {
	config, err := rules.ReadConfig(request.Config)
	if err != nil {
		return witTypes.Err[tickmark_plugin_types.Report](
			tickmark_plugin_types.MakeFailureConfig(err.Error()))
	}
	evidence := rules.Evidence{}
	for _, input := range inputs {
		evidence[input.name] = readInput(input.name)
	}
	debug.SetGCPercent(100)
	defer debug.SetGCPercent(-1)
	found := translate(rules.Judge(evidence, config))
	return witTypes.Ok[tickmark_plugin_types.Report, tickmark_plugin_types.Failure](found)
}

// readInput reads the files of an input, as far as the host can read them. It knows of the others, and
// calls what needs them unproven.
func readInput(name string) []rules.File {
	listed := tickmark_plugin_evidence.List(name)
	if listed.IsErr() {
		return nil
	}
	var files []rules.File
	for _, item := range listed.Ok() {
		data := tickmark_plugin_evidence.Read(item.Path)
		if data.IsErr() {
			continue
		}
		file := rules.File{Path: item.Path, Data: data.Ok()}
		if collected, err := time.Parse(time.RFC3339, item.Collected.SomeOr("")); err == nil {
			file.Collected = collected
		}
		files = append(files, file)
	}
	return files
}

func translate(found *report.Report) tickmark_plugin_types.Report {
	var made tickmark_plugin_types.Report
	outcomes := map[report.Outcome]tickmark_plugin_types.Outcome{
		report.Pass:          tickmark_plugin_types.Outcome_Pass,
		report.Fail:          tickmark_plugin_types.Outcome_Fail,
		report.NotApplicable: tickmark_plugin_types.Outcome_NotApplicable,
		report.Inconclusive:  tickmark_plugin_types.Outcome_Inconclusive,
	}
	for _, finding := range found.Findings {
		made.Findings = append(made.Findings, tickmark_plugin_types.Finding{
			Control:   finding.Control,
			Subject:   finding.Subject,
			Outcome:   outcomes[finding.Outcome],
			Expected:  finding.Expected,
			Actual:    finding.Actual,
			Locations: locations(finding.Places),
		})
	}
	for _, population := range found.Populations {
		made.Populations = append(made.Populations, tickmark_plugin_types.Population{
			Control: population.Control,
			Size:    uint64(population.Size),
			ShownBy: locations(population.ShownBy),
		})
	}
	for _, tally := range found.Tallies {
		made.Tallies = append(made.Tallies, tickmark_plugin_types.Tally{
			Path:    tally.Path,
			Records: uint64(tally.Records),
		})
	}
	return made
}

func locations(places []report.Place) []tickmark_plugin_types.Location {
	var made []tickmark_plugin_types.Location
	for _, place := range places {
		location := tickmark_plugin_types.Location{
			Path:    place.Path,
			Line:    witTypes.None[uint32](),
			Column:  witTypes.None[uint32](),
			Pointer: witTypes.None[string](),
		}
		if place.Line > 0 {
			location.Line = witTypes.Some(uint32(place.Line))
		}
		if place.Value {
			location.Pointer = witTypes.Some(place.Pointer)
		}
		made = append(made, location)
	}
	return made
}
