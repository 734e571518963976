package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheDefaultsAreThoseOfTheSchema(t *testing.T) {
	config, err := ReadConfig("{}")
	if err != nil {
		t.Fatal(err)
	}
	if config.MaxFiringDays != 7 || config.MinAlertmanagers != 1 || len(config.RequiredAlerts) != 4 ||
		!slices.Contains(config.OwnerLabels, "team") {
		t.Errorf("found %+v", config)
	}
}

func TestAKeyReplacesItsDefaultAsAWhole(t *testing.T) {
	config, err := ReadConfig(`{"required-alerts":{"queue":["Queue*"]},"severities":["page"]}`)
	if err != nil {
		t.Fatal(err)
	}
	if len(config.RequiredAlerts) != 1 || len(config.Severities) != 1 || config.MaxFiringDays != 7 {
		t.Errorf("found %+v", config)
	}
}

func TestABadConfigurationIsRefused(t *testing.T) {
	for _, text := range []string{
		``, `null {}`, `[]`, `{} {}`, `{"max-firing-day":7}`, `{"max-firing-days":0}`,
		`{"max-firing-days":366}`, `{"max-firing-days":"7"}`, `{"max-firing-days":1.5}`,
		`{"severities":[]}`, `{"severities":null}`, `{"required-alerts":{}}`,
		`{"required-alerts":{"disk":[]}}`, `{"required-alerts":{"disk":["[a"]}}`,
		`{"x":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`,
		`{"capacity-alerts":null}`, `{"always-firing":[""]}`, `{"always-firing":[1]}`,
	} {
		if config, err := ReadConfig(text); err == nil {
			t.Errorf("%s was read as %+v", text, config)
		}
	}
}

func TestEveryControlIsWhole(t *testing.T) {
	id := regexp.MustCompile(`^[a-z][a-z0-9-]{0,63}$`)
	seen := map[string]bool{}
	for _, control := range Controls() {
		if !id.MatchString(control.ID) || seen[control.ID] {
			t.Errorf("%s is no identifier of its own", control.ID)
		}
		seen[control.ID] = true
		if control.Title == "" || control.Description == "" || control.Remedy == "" ||
			len(control.Mappings) == 0 {
			t.Errorf("%s is not whole", control.ID)
		}
		for _, mapping := range control.Mappings {
			if !strings.HasSuffix(mapping.Rationale, ".") {
				t.Errorf("%s has a rationale that is no sentence", control.ID)
			}
		}
	}
}
