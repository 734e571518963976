package rules

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Schema is the JSON Schema of the configuration, which also says to users what each key means.
//
//go:embed schema.json
var Schema string

// Config is what can be configured. The schema holds the same defaults.
type Config struct {
	RequiredAlerts          Kinds    `json:"required-alerts"`
	CapacityAlerts          Kinds    `json:"capacity-alerts"`
	Severities              []string `json:"severities"`
	OwnerLabels             []string `json:"owner-labels"`
	RunbookAnnotations      []string `json:"runbook-annotations"`
	AlwaysFiring            Patterns `json:"always-firing"`
	SilentReceivers         Patterns `json:"silent-receivers"`
	MaxFiringDays           int      `json:"max-firing-days"`
	MaxSilenceDays          int      `json:"max-silence-days"`
	MaxEvaluationAgeMinutes int      `json:"max-evaluation-age-minutes"`
	MinAlertmanagers        int      `json:"min-alertmanagers"`
}

// Patterns are shell patterns for names.
type Patterns []string

// Kinds are patterns for each kind of alert.
type Kinds map[string]Patterns

// match says whether one of the patterns matches the whole name.
func (p Patterns) match(name string) bool {
	return slices.ContainsFunc(p, func(pattern string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	})
}

// UnmarshalJSON replaces the defaults as a whole: a kind that is not named is not required.
func (k *Kinds) UnmarshalJSON(data []byte) error {
	var given map[string]Patterns
	if err := json.Unmarshal(data, &given); err != nil {
		return err
	}
	*k = given
	return nil
}

// ReadConfig reads the configuration. The host has held it against the schema already, but a plugin
// does not rely on that.
func ReadConfig(text string) (*Config, error) {
	config, err := defaults()
	if err != nil {
		return nil, err
	}
	if err := checkDepth(text); err != nil {
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(config); err != nil {
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the configuration is no JSON object")
	}
	return config, config.check()
}

// maxDepth is how deeply a configuration may nest. A decoder calls itself for each level, and a component's
// stack is small.
const maxDepth = 32

// checkDepth fails where JSON nests too deeply, reading it token by token.
func checkDepth(text string) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxDepth {
				return fmt.Errorf("it nests deeper than %d levels", maxDepth)
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

// defaults are those of the schema, so that they stand in one place.
func defaults() (*Config, error) {
	var schema struct {
		Properties map[string]struct {
			Default json.RawMessage `json:"default"`
		} `json:"properties"`
	}
	if err := json.Unmarshal([]byte(Schema), &schema); err != nil {
		return nil, err
	}
	values := map[string]json.RawMessage{}
	for key, property := range schema.Properties {
		values[key] = property.Default
	}
	text, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	config := &Config{}
	return config, json.Unmarshal(text, config)
}

func (c *Config) check() error {
	for _, number := range []struct {
		name       string
		value, max int
	}{
		{"max-firing-days", c.MaxFiringDays, 365},
		{"max-silence-days", c.MaxSilenceDays, 365},
		{"max-evaluation-age-minutes", c.MaxEvaluationAgeMinutes, 1440},
		{"min-alertmanagers", c.MinAlertmanagers, 16},
	} {
		if number.value < 1 || number.value > number.max {
			return fmt.Errorf("%s is %d, expected 1 to %d", number.name, number.value, number.max)
		}
	}
	if len(c.Severities) == 0 || len(c.OwnerLabels) == 0 || len(c.RunbookAnnotations) == 0 {
		return errors.New("severities, owner-labels and runbook-annotations must not be empty")
	}
	all := append(slices.Clone(c.AlwaysFiring), c.SilentReceivers...)
	for name, kinds := range map[string]Kinds{
		"required-alerts": c.RequiredAlerts,
		"capacity-alerts": c.CapacityAlerts,
	} {
		if len(kinds) == 0 {
			return fmt.Errorf("%s must not be empty", name)
		}
		for _, patterns := range kinds {
			if len(patterns) == 0 {
				return fmt.Errorf("a kind of %s has no pattern", name)
			}
			all = append(all, patterns...)
		}
	}
	for _, pattern := range all {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return fmt.Errorf("`%s` is no pattern", pattern)
		}
	}
	return nil
}

func days(count int) time.Duration {
	return time.Duration(count) * 24 * time.Hour
}
