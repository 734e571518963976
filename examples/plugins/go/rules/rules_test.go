package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"prometheus-alerts/report"
)

var collected = time.Date(2026, 11, 20, 6, 30, 0, 0, time.UTC)

// alert is an alerting rule as /api/v1/rules shows it; each replacement turns one text into another.
func alert(replacements ...string) string {
	rule := `{"state":"inactive","name":"TargetDown","query":"up == 0","duration":300,
		"labels":{"severity":"critical","team":"fleet"},
		"annotations":{"runbook_url":"https://runbooks.example/TargetDown"},
		"alerts":[],"health":"ok","lastEvaluation":"2026-11-20T06:29:41.5Z","type":"alerting"}`
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(rule, replacements[i]) {
			panic("the rule does not hold " + replacements[i])
		}
		rule = strings.Replace(rule, replacements[i], replacements[i+1], 1)
	}
	return rule
}

const recording = `{"name":"job:up","query":"up","health":"ok",
	"lastEvaluation":"2026-11-20T06:29:41Z","type":"recording"}`

// answerOf is an answer of /api/v1/rules with one group.
func answerOf(rules ...string) string {
	return `{"status":"success","data":{"groups":[{"name":"hosts","file":"hosts.yml","rules":[` +
		strings.Join(rules, ",") + `]}]}}`
}

func file(path, data string) []File {
	return []File{{Path: path, Collected: collected, Data: []byte(data)}}
}

func judge(t *testing.T, config string, evidence Evidence) *report.Report {
	t.Helper()
	read, err := ReadConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return Judge(evidence, read)
}

// judgeRule judges one rule on the server `eu`.
func judgeRule(t *testing.T, config, rule string) *report.Report {
	t.Helper()
	return judge(t, config, Evidence{RulesInput: file("prometheus/eu/rules.json", answerOf(rule))})
}

// expect holds the only finding of a control, or the one with the subject, against what is expected.
func expect(t *testing.T, found *report.Report, control, subject string, outcome report.Outcome,
	actual, pointer string) {
	t.Helper()
	for _, finding := range found.Findings {
		if finding.Control != control || (subject != "" && finding.Subject != subject) {
			continue
		}
		if finding.Outcome != outcome || !strings.Contains(finding.Actual, actual) ||
			len(finding.Places) != 1 || finding.Places[0].Pointer != pointer {
			t.Errorf("%s: expected %s %q at %q, found %s %q at %+v", control, outcome, actual, pointer,
				finding.Outcome, finding.Actual, finding.Places)
		}
		if finding.Outcome != report.Inconclusive && finding.Outcome != report.NotApplicable &&
			finding.Expected == "" {
			t.Errorf("%s says nothing of what is expected", control)
		}
		return
	}
	t.Errorf("%s has no finding for %q in %+v", control, subject, found.Findings)
}

const rulePointer = "/data/groups/0/rules/0"

func TestAKindPassesWithTheAlertThatWatchesIt(t *testing.T) {
	found := judgeRule(t, `{}`, alert())
	expect(t, found, "required-alerts-loaded", "prometheus/eu: target-down", report.Pass,
		"hosts/TargetDown (critical) is loaded", rulePointer+"/name")
	expect(t, found, "required-alerts-loaded", "prometheus/eu: backup-failed", report.Fail,
		"none of the 1 loaded alerts", "/data/groups")
	expect(t, found, "capacity-alerts-loaded", "prometheus/eu: disk", report.Fail,
		"none of the 1 loaded alerts", "/data/groups")
}

func TestARecordingRuleWatchesNothing(t *testing.T) {
	found := judgeRule(t, `{"required-alerts":{"up":["*"]}}`, recording)
	expect(t, found, "required-alerts-loaded", "", report.Fail, "none of the 0", "/data/groups")
}

func TestAnAlertThatIsNotEvaluatedWatchesNothing(t *testing.T) {
	idle := alert(`"health":"ok"`, `"health":"unknown"`)
	found := judgeRule(t, `{}`, idle)
	expect(t, found, "required-alerts-loaded", "prometheus/eu: target-down", report.Inconclusive,
		"its health is `unknown`", rulePointer+"/health")
	expect(t, found, "firing-alerts-answered", "", report.Inconclusive, "says nothing while",
		rulePointer+"/state")
	beside := judge(t, `{}`, Evidence{RulesInput: file("prometheus/eu/rules.json",
		answerOf(idle, alert(`"critical"`, `"warning"`)))})
	expect(t, beside, "required-alerts-loaded", "prometheus/eu: target-down", report.Pass,
		"hosts/TargetDown (warning) is loaded", "/data/groups/0/rules/1/name")
}

func TestAServerWithoutRulesFails(t *testing.T) {
	found := judge(t, `{}`, Evidence{RulesInput: file("rules.json",
		`{"status":"success","data":{"groups":[]}}`)})
	expect(t, found, "required-alerts-loaded", "this server: target-down", report.Fail, "none of the 0",
		"/data/groups")
}

func TestAMissingKindIsUnclearWhileRulesCannotBeRead(t *testing.T) {
	found := judgeRule(t, `{}`, alert(`"health":"ok",`, ""))
	expect(t, found, "required-alerts-loaded", "prometheus/eu: target-down", report.Inconclusive,
		"1 rules cannot be read", rulePointer)
}

func TestEvaluationIsJudgedAtTheTimeOfCollection(t *testing.T) {
	last := func(time string) string { return alert("2026-11-20T06:29:41.5Z", time) }
	cases := []struct {
		rule, actual, at string
		outcome          report.Outcome
	}{
		{alert(), "health ok, evaluated at 2026-11-20T06:29:41Z", "/lastEvaluation", report.Pass},
		{last("2026-11-20T05:30:00Z"), "evaluated at", "/lastEvaluation", report.Pass},
		{last("2026-11-20T06:30:00+01:00"), "evaluated at 2026-11-20T05:30:00Z", "/lastEvaluation",
			report.Pass},
		{last("2026-11-20T05:29:59Z"), "60 minutes before", "/lastEvaluation", report.Fail},
		{last("2026-11-10T06:30:00Z"), "10 days before", "/lastEvaluation", report.Fail},
		{last("2026-11-20T06:36:00Z"), "after the evidence", "/lastEvaluation", report.Inconclusive},
		{last("today"), "expected a time", "/lastEvaluation", report.Inconclusive},
		{alert(`"health":"ok"`, `"health":"err","lastError":"duplicate series"`), "duplicate series",
			"/health", report.Fail},
		{alert(`"health":"ok"`, `"health":"unknown"`), "since it was loaded", "/health",
			report.Inconclusive},
		{alert(`"health":"ok"`, `"health":"fine"`), "`fine`", "/health", report.Inconclusive},
	}
	for _, c := range cases {
		expect(t, judgeRule(t, `{}`, c.rule), "rules-evaluated", "", c.outcome, c.actual,
			rulePointer+c.at)
	}
}

func TestWithoutATimeOfCollectionNothingIsRecent(t *testing.T) {
	files := file("rules.json", answerOf(alert()))
	files[0].Collected = time.Time{}
	found := judge(t, `{}`, Evidence{RulesInput: files})
	expect(t, found, "rules-evaluated", "", report.Inconclusive, "evidence.toml",
		rulePointer+"/lastEvaluation")
}

func TestEveryAlertNeedsASeverityThatIsConfigured(t *testing.T) {
	at := rulePointer + "/labels"
	expect(t, judgeRule(t, `{}`, alert()), "alerts-graded", "", report.Pass, "`critical`", at+"/severity")
	expect(t, judgeRule(t, `{}`, alert(`"critical"`, `"urgent"`)), "alerts-graded", "", report.Fail,
		"`urgent`", at+"/severity")
	expect(t, judgeRule(t, `{"severities":["urgent"]}`, alert(`"critical"`, `"urgent"`)),
		"alerts-graded", "", report.Pass, "`urgent`", at+"/severity")
	expect(t, judgeRule(t, `{}`, alert(`"severity":"critical",`, "")), "alerts-graded", "", report.Fail,
		"no label severity", at)
	expect(t, judgeRule(t, `{}`, alert(`"critical"`, `"{{ $labels.severity }}"`)), "alerts-graded", "",
		report.Inconclusive, "is a template", at+"/severity")
	expect(t, judgeRule(t, `{}`, alert(`"critical"`, `3`)), "alerts-graded", "", report.Inconclusive,
		"expected a string", at+"/severity")
}

func TestEveryAlertNeedsAnOwner(t *testing.T) {
	at := rulePointer + "/labels"
	expect(t, judgeRule(t, `{}`, alert()), "alerts-owned", "", report.Pass, "team `fleet`", at+"/team")
	expect(t, judgeRule(t, `{}`, alert(`"team":"fleet"`, `"team":" ","owner":"dana"`)), "alerts-owned",
		"", report.Pass, "owner `dana`", at+"/owner")
	expect(t, judgeRule(t, `{}`, alert(`"team":"fleet"`, `"team":""`)), "alerts-owned", "", report.Fail,
		"no label team or owner", at)
}

func TestEveryAlertNeedsAnAddressOfARunbook(t *testing.T) {
	at := rulePointer + "/annotations"
	address := `"https://runbooks.example/TargetDown"`
	expect(t, judgeRule(t, `{}`, alert()), "alerts-explained", "", report.Pass, "runbooks.example",
		at+"/runbook_url")
	expect(t, judgeRule(t, `{}`, alert(address, `"https://r.example/{{ $labels.job }}"`)),
		"alerts-explained", "", report.Pass, "r.example", at+"/runbook_url")
	for _, text := range []string{`"see the wiki"`, `"https:///x"`, `"javascript:x"`,
		`"https://{{ $labels.x }}"`, `"/runbooks/x"`} {
		expect(t, judgeRule(t, `{}`, alert(address, text)), "alerts-explained", "", report.Fail,
			"annotation runbook_url", at+"/runbook_url")
	}
	expect(t, judgeRule(t, `{}`, alert(`"runbook_url":`+address, "")), "alerts-explained", "",
		report.Fail, "no annotation", at)
}

func TestAnAlertMayFireForAWeek(t *testing.T) {
	firing := func(since string) string {
		return alert(`"inactive"`, `"firing"`, `"alerts":[]`, `"alerts":[
			{"state":"pending","activeAt":"2026-01-01T00:00:00Z"},
			{"state":"firing","activeAt":"2026-11-20T06:00:00Z"},
			{"state":"firing","activeAt":"`+since+`"}]`)
	}
	at := rulePointer + "/alerts/2/activeAt"
	control := "firing-alerts-answered"
	expect(t, judgeRule(t, `{}`, alert()), control, "", report.Pass, "inactive", rulePointer+"/state")
	expect(t, judgeRule(t, `{}`, firing("2026-11-13T06:30:00Z")), control, "", report.Pass,
		"2 firing, the oldest since 2026-11-13T06:30:00Z", at)
	expect(t, judgeRule(t, `{}`, firing("2026-11-13T06:29:59Z")), control, "", report.Fail,
		"7 days before collection", at)
	expect(t, judgeRule(t, `{"max-firing-days":8}`, firing("2026-11-13T06:29:59Z")), control, "",
		report.Pass, "2 firing", at)
	expect(t, judgeRule(t, `{"always-firing":["Target*"]}`, firing("2026-01-01T00:00:00Z")), control, "",
		report.NotApplicable, "by design", rulePointer+"/state")
	expect(t, judgeRule(t, `{}`, alert(`"inactive"`, `"firing"`)), control, "", report.Inconclusive,
		"exclude_alerts", rulePointer+"/state")
	expect(t, judgeRule(t, `{}`, alert(`"inactive"`, `"sleeping"`)), control, "", report.Inconclusive,
		"`sleeping`", rulePointer+"/state")
}

func TestRulesOfOneNameAreSubjectsOfTheirOwn(t *testing.T) {
	found := judge(t, `{}`, Evidence{RulesInput: file("prometheus/eu/rules.json",
		answerOf(alert(), alert(), alert(`"critical"`, `"warning"`)))})
	var subjects []string
	for _, finding := range found.Findings {
		if finding.Control == "alerts-owned" {
			subjects = append(subjects, finding.Subject)
		}
	}
	expected := "[prometheus/eu: hosts/TargetDown (critical) prometheus/eu: hosts/TargetDown (critical) #2 " +
		"prometheus/eu: hosts/TargetDown (warning)]"
	if fmt.Sprint(subjects) != expected {
		t.Errorf("found %v", subjects)
	}
	for _, population := range found.Populations {
		if population.Control == "alerts-owned" && population.Size != 3 {
			t.Errorf("found %+v", population)
		}
	}
}

func TestWithoutAlertsThePopulationIsZeroAndShown(t *testing.T) {
	found := judgeRule(t, `{}`, recording)
	for _, population := range found.Populations {
		if population.Control == "alerts-owned" {
			if population.Size != 0 || len(population.ShownBy) != 1 {
				t.Errorf("found %+v", population)
			}
			return
		}
	}
	t.Error("there is no population")
}

func TestEachServerNeedsAnAlertmanager(t *testing.T) {
	managers := func(list string) string {
		return `{"status":"success","data":{"activeAlertmanagers":[` + list +
			`],"droppedAlertmanagers":[{"url":"http://other:9093"}]}}`
	}
	control := "alertmanager-connected"
	with := func(path, data string) Evidence {
		return Evidence{RulesInput: file("prometheus/eu/rules.json", answerOf(alert())),
			AlertmanagersInput: file(path, data)}
	}
	eu := "prometheus/eu/alertmanagers.json"
	expect(t, judge(t, `{}`, with(eu, managers(`{"url":"http://am:9093"}`))), control, "", report.Pass,
		"1 active", "/data/activeAlertmanagers")
	expect(t, judge(t, `{}`, with(eu, managers(""))), control, "", report.Fail, "0 active",
		"/data/activeAlertmanagers")
	expect(t, judge(t, `{"min-alertmanagers":2}`, with(eu, managers(`{"url":"http://am:9093"}`))),
		control, "", report.Fail, "1 active", "/data/activeAlertmanagers")
	expect(t, judge(t, `{}`, with("prometheus/us/alertmanagers.json", managers(`{"url":"x"}`))), control,
		"prometheus/eu", report.Inconclusive, "not its answer", "")
	expect(t, judge(t, `{}`, with(eu, managers(`{"url":""}`))), control, "prometheus/eu",
		report.Inconclusive, "`url` is empty", "/data/activeAlertmanagers/0/url")
}

func TestAnAlertNeedsAReceiverThatTellsSomebody(t *testing.T) {
	sent := func(receivers string) Evidence {
		return Evidence{AlertsInput: file("alertmanager/main/alerts.json", `[{"labels":{"alertname":"X"},
			"fingerprint":"0c1f","receivers":[`+receivers+`]}]`)}
	}
	at := "/0/receivers"
	control := "alerts-delivered"
	expect(t, judge(t, `{}`, sent(`{"name":"null"},{"name":"pager"}`)), control,
		"alertmanager/main: X 0c1f", report.Pass, "null, pager", at)
	expect(t, judge(t, `{}`, sent(`{"name":"null"}`)), control, "", report.Fail, "`null`", at)
	expect(t, judge(t, `{}`, sent("")), control, "", report.Fail, "no receiver", at)
	expect(t, judge(t, `{"always-firing":["X"]}`, sent(`{"name":"null"}`)), control, "",
		report.NotApplicable, "by design", at)
	expect(t, judge(t, `{}`, sent(`{}`)), control, "alertmanager/main: 0c1f", report.Inconclusive,
		"`name` is missing", at+"/0")
}

func TestASilenceIsShortExplainedAndSigned(t *testing.T) {
	silence := func(state, end, author, comment string) Evidence {
		return Evidence{SilencesInput: file("alertmanager/main/silences.json", fmt.Sprintf(
			`[{"id":"5e6b","status":{"state":%q},"startsAt":"2026-11-01T00:00:00.000Z","endsAt":%q,
			"createdBy":%q,"comment":%q}]`, state, end, author, comment))}
	}
	control := "silences-bounded"
	end := "2026-12-01T00:00:00.000Z"
	expect(t, judge(t, `{}`, silence("active", end, "dana", "why")), control, "alertmanager/main: 5e6b",
		report.Pass, "30 days, by `dana`", "/0/endsAt")
	expect(t, judge(t, `{}`, silence("active", "2026-12-01T00:00:01Z", "dana", "why")), control, "",
		report.Fail, "30 days", "/0/endsAt")
	expect(t, judge(t, `{}`, silence("pending", end, "", "why")), control, "", report.Fail, "no author",
		"/0/createdBy")
	expect(t, judge(t, `{}`, silence("active", end, "dana", " ")), control, "", report.Fail,
		"no comment", "/0/comment")
	expect(t, judge(t, `{}`, silence("active", "2026-10-01T00:00:00Z", "dana", "why")), control, "",
		report.Inconclusive, "ends before", "/0/endsAt")
	expect(t, judge(t, `{}`, silence("odd", end, "dana", "why")), control, "", report.Inconclusive,
		"`odd`", "/0/status/state")
	over := judge(t, `{}`, silence("expired", "2027-12-01T00:00:00Z", "", ""))
	for _, finding := range over.Findings {
		if finding.Control == control {
			t.Errorf("a silence that is over gave %+v", finding)
		}
	}
}

func TestAnAnswerThatIsNoneIsUnclearForEveryControl(t *testing.T) {
	answers := map[string]string{
		"":                     "empty",
		"<html>":               "no JSON answer",
		`{"status":"success"}`: "`data` is missing",
		`{"status":"error","error":"TSDB not ready"}`:                                  "TSDB not ready",
		`{"status":"success","data":{"groups":[],"groupNextToken":"x"}}`:               "one page",
		`{"status":"success","data":{"groups":[{"rules":[]}]}}`:                        "`name` is missing",
		`{"status":"success","data":{"groups":null}}`:                                  "expected an array",
		`{"status":"success","data":{"groups":[{"name":"a","rules":[]}],"groups":[]}}`: "twice",
		strings.Replace(answerOf(alert()), `"name":"hosts"`, `"name":""`, 1):           "`name` is empty",
		"\xff\xfe" + answerOf(alert()):                                                 "UTF-8",
		strings.Repeat(`{"a":`, 100_000):                                               "levels deep",
		answerOf(alert())[:300]:                                                        "unexpected end",
		answerOf(alert()) + answerOf(alert()):                                          "follows",
		strings.Join(strings.Split(answerOf(alert()), ""), "\x00"):                     "NUL",
	}
	for answer, actual := range answers {
		found := judge(t, `{}`, Evidence{RulesInput: file("prometheus/eu/rules.json", answer)})
		for _, control := range []string{"required-alerts-loaded", "capacity-alerts-loaded",
			"rules-evaluated", "alerts-graded", "alerts-owned", "alerts-explained",
			"firing-alerts-answered"} {
			count := 0
			for _, finding := range found.Findings {
				if finding.Control == control {
					count++
					if finding.Outcome != report.Inconclusive ||
						!strings.Contains(finding.Actual, actual) {
						t.Errorf("%.30q: %+v, expected %q", answer, finding, actual)
					}
				}
			}
			if count != 1 {
				t.Errorf("%.30q gave %d findings for %s", answer, count, control)
			}
		}
	}
}

func TestAnAnswerThatIsMostlyUnreadableIsUnclearAsAWhole(t *testing.T) {
	broken := make([]string, 101)
	for i := range broken {
		broken[i] = "{}"
	}
	found := judge(t, `{}`, Evidence{RulesInput: file("prometheus/eu/rules.json", answerOf(broken...)),
		AlertsInput: file("alertmanager/main/alerts.json", "["+strings.Join(broken, ",")+"]")})
	expect(t, found, "alerts-owned", "prometheus/eu/rules.json", report.Inconclusive,
		"part number 101", "/data/groups/0/rules/100")
	expect(t, found, "alerts-delivered", "alertmanager/main/alerts.json", report.Inconclusive,
		"part number 101", "/100")
}

func TestTwoAnswersOfOneServerAreUnclear(t *testing.T) {
	files := append(file("prometheus/eu/a.json", answerOf(alert())),
		file("prometheus/eu/b.json", answerOf(alert()))...)
	expect(t, judge(t, `{}`, Evidence{RulesInput: files}), "alerts-owned", "prometheus/eu/b.json",
		report.Inconclusive, "a second answer", "")
}

func TestNoCutOfAGoodAnswerPassesAnything(t *testing.T) {
	whole := answerOf(alert(), recording)
	for cut := range whole {
		found := judge(t, `{}`, Evidence{RulesInput: file("rules.json", whole[:cut])})
		for _, finding := range found.Findings {
			if finding.Outcome == report.Pass {
				t.Fatalf("cut at %d: %+v", cut, finding)
			}
		}
	}
}
