package rules

import (
	"strings"
	"testing"
)

func expect(t *testing.T, text string, outcome Outcome, line int) {
	t.Helper()
	config, err := ReadConfig("{}")
	if err != nil {
		t.Fatal(err)
	}
	finding := IdleTimeoutSet([]byte(text), config)
	if finding.Outcome != outcome || finding.Line != line || finding.Actual == "" {
		t.Errorf("%q gave %+v, expected %s in line %d", text, finding, outcome, line)
	}
}

func TestAShortTimeoutPassesAndCitesItsLine(t *testing.T) {
	expect(t, "# sessions\n\nidle_timeout_minutes = 15\n", Pass, 3)
	expect(t, "idle_timeout_minutes=1", Pass, 1)
}

func TestALongTimeoutOrNoneAtAllFails(t *testing.T) {
	expect(t, "idle_timeout_minutes = 16\n", Fail, 1)
	expect(t, "idle_timeout_minutes = 0\n", Fail, 1)
}

func TestATimeoutThatIsNotThereFails(t *testing.T) {
	expect(t, "", Fail, 0)
	expect(t, "# idle_timeout_minutes = 5\nname = app\n", Fail, 0)
}

func TestWhatCannotBeReadIsInconclusiveAtItsLine(t *testing.T) {
	expect(t, "name = app\nidle_timeout_minutes = soon\n", Inconclusive, 2)
	expect(t, "idle_timeout_minutes = 5\nbroken\n", Inconclusive, 2)
	expect(t, "idle_timeout_minutes = -5\n", Inconclusive, 1)
	expect(t, "idle_timeout_minutes = caf\xe9\n", Inconclusive, 0)
}

func TestATimeoutThatIsSetTwiceIsInconclusive(t *testing.T) {
	expect(t, "idle_timeout_minutes = 5\nidle_timeout_minutes = 50\n", Inconclusive, 2)
}

func TestTheThresholdIsConfigured(t *testing.T) {
	config, err := ReadConfig(`{"max-idle-minutes": 5}`)
	if err != nil {
		t.Fatal(err)
	}
	if finding := IdleTimeoutSet([]byte("idle_timeout_minutes = 6"), config); finding.Outcome != Fail {
		t.Errorf("found %+v", finding)
	}
	for _, text := range []string{`{"max-idle-minutes": 61}`, `{"max-idle": 5}`, `[]`, ``, strings.Repeat("[", 100_000)} {
		if _, err := ReadConfig(text); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}
