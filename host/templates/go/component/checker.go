//go:build wasip1

// Package export_tickmark_plugin_checker says what the plugin is, reads the evidence, and hands over the
// findings. The build copies it into the module of the bindings, which are made from `wit/`.
package export_tickmark_plugin_checker

import (
	"runtime/debug"

	"example.com/sample-plugin/rules"
	"wit_component/tickmark_plugin_evidence"
	"wit_component/tickmark_plugin_types"

	witTypes "go.bytecodealliance.org/pkg/wit/types"
)

const (
	control = "idle-timeout-set"
	input   = "settings"
)

type (
	descriptorResult = witTypes.Result[tickmark_plugin_types.Descriptor, tickmark_plugin_types.Failure]
	reportResult     = witTypes.Result[tickmark_plugin_types.Report, tickmark_plugin_types.Failure]
)

// Describe says what the plugin is, which does not depend on the configuration.
func Describe(witTypes.Option[string]) descriptorResult {
	return witTypes.Ok[tickmark_plugin_types.Descriptor, tickmark_plugin_types.Failure](
		tickmark_plugin_types.Descriptor{
			Id:          "sample-plugin",
			Version:     "0.1.0",
			Title:       "Idle sessions",
			Description: "Reads settings files and decides whether idle sessions end in time.",
			Controls: []tickmark_plugin_types.Control{{
				Id:    control,
				Title: "Sessions that nobody uses end by themselves",
				Description: "A session that stays open at an unattended screen can be used by anybody who " +
					"passes. The settings must end it after a short time.",
				Severity: tickmark_plugin_types.Severity_Medium,
				Method:   tickmark_plugin_types.Method_Configuration,
				Mappings: []tickmark_plugin_types.Mapping{{
					Criterion: "CC6.1",
					Relation:  tickmark_plugin_types.Relation_Implements,
					Rationale: "Ending idle sessions keeps those who have not logged in from using the " +
						"access of somebody who has.",
				}},
				Remediation: "Set `idle_timeout_minutes` to at most 15 (or to what `max-idle-minutes` " +
					"allows).",
			}},
			Inputs: []tickmark_plugin_types.Input{{
				Name: input,
				Description: "The settings files of the application: lines `key = value`, comments with " +
					"`#`.",
				DefaultGlobs: []string{"settings/*.conf"},
				Required:     true,
				MaxAgeDays:   witTypes.Some[uint32](90),
			}},
			ConfigSchema: rules.Schema,
		})
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
		return failure(tickmark_plugin_types.MakeFailureConfig(err.Error()))
	}
	items := tickmark_plugin_evidence.List(input)
	if items.IsErr() {
		return failure(tickmark_plugin_types.MakeFailureOther("the host does not know the input " + input))
	}
	var report tickmark_plugin_types.Report
	population := tickmark_plugin_types.Population{
		Control: control,
		Size:    uint64(len(items.Ok())),
		Sample:  witTypes.None[string](),
	}
	for _, item := range items.Ok() {
		report.Findings = append(report.Findings, examine(item.Path, config))
	}
	if population.Size > 0 {
		report.Populations = append(report.Populations, population)
	}
	return witTypes.Ok[tickmark_plugin_types.Report, tickmark_plugin_types.Failure](report)
}

func failure(why tickmark_plugin_types.Failure) reportResult {
	return witTypes.Err[tickmark_plugin_types.Report](why)
}

// examine judges one file. One that cannot be read is inconclusive, and cites nothing.
func examine(path string, config rules.Config) tickmark_plugin_types.Finding {
	finding := tickmark_plugin_types.Finding{
		Control:  control,
		Subject:  path,
		Severity: witTypes.None[tickmark_plugin_types.SeverityChange](),
		Occurred: witTypes.None[string](),
	}
	data := tickmark_plugin_evidence.Read(path)
	if data.IsErr() {
		finding.Outcome = tickmark_plugin_types.Outcome_Inconclusive
		finding.Actual = "the file cannot be read"
		return finding
	}
	found := rules.IdleTimeoutSet(data.Ok(), config)
	finding.Outcome = map[rules.Outcome]tickmark_plugin_types.Outcome{
		rules.Pass:         tickmark_plugin_types.Outcome_Pass,
		rules.Fail:         tickmark_plugin_types.Outcome_Fail,
		rules.Inconclusive: tickmark_plugin_types.Outcome_Inconclusive,
	}[found.Outcome]
	finding.Expected, finding.Actual = found.Expected, found.Actual
	finding.Locations = []tickmark_plugin_types.Location{{
		Path:    path,
		Line:    line(found.Line),
		Column:  witTypes.None[uint32](),
		Pointer: witTypes.None[string](),
	}}
	return finding
}

func line(number int) witTypes.Option[uint32] {
	if number == 0 {
		return witTypes.None[uint32]()
	}
	return witTypes.Some(uint32(number))
}
