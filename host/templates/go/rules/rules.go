// Package rules holds the rules, in plain Go: a rule takes the text of a file and says what it found.
// Nothing here knows of WebAssembly, so that `go test ./...` tests it all.
package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Schema is the JSON Schema of the configuration.
const Schema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "max-idle-minutes": {
      "description": "The longest time, in minutes, that a session may be idle.",
      "type": "integer",
      "minimum": 1,
      "maximum": 60,
      "default": 15
    }
  }
}`

// Config is what can be configured.
type Config struct {
	MaxIdleMinutes int `json:"max-idle-minutes"`
}

// ReadConfig reads the configuration, which the host has held against the schema already.
func ReadConfig(text string) (Config, error) {
	config := Config{MaxIdleMinutes: 15}
	if err := checkDepth(text); err != nil {
		return config, err
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&config); err != nil {
		return config, err
	}
	if config.MaxIdleMinutes < 1 || config.MaxIdleMinutes > 60 {
		return config, fmt.Errorf("max-idle-minutes is %d, expected 1 to 60", config.MaxIdleMinutes)
	}
	return config, nil
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

// Outcome is what was found out about a file.
type Outcome string

// The outcomes.
const (
	Pass         Outcome = "pass"
	Fail         Outcome = "fail"
	Inconclusive Outcome = "inconclusive"
)

// Finding is what a rule says of a file.
type Finding struct {
	Outcome  Outcome
	Expected string
	// Actual is the value that decided, or what stood in the way.
	Actual string
	// Line is counted from 1; 0 stands for the whole file.
	Line int
}

const key = "idle_timeout_minutes"

var number = regexp.MustCompile(`^[0-9]{1,9}$`)

// IdleTimeoutSet decides whether sessions that nobody uses end after the configured time at most.
//
// A line that cannot be read might be the one that decides, so it leaves the question open instead of
// being passed over.
func IdleTimeoutSet(data []byte, config Config) Finding {
	say := func(outcome Outcome, actual string, line int) Finding {
		expected := fmt.Sprintf("%s is a whole number from 1 to %d", key, config.MaxIdleMinutes)
		return Finding{outcome, expected, actual, line}
	}
	if !utf8.Valid(data) {
		return say(Inconclusive, "the file is not UTF-8 text", 0)
	}
	found, foundIn := "", 0
	for index, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, parted := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case !parted || name == "":
			return say(Inconclusive, "the line is not `key = value`", index+1)
		case name != key:
		case foundIn > 0:
			return say(Inconclusive, fmt.Sprintf("%s is set again, after line %d", key, foundIn), index+1)
		default:
			found, foundIn = value, index+1
		}
	}
	if foundIn == 0 {
		return say(Fail, key+" is not set", 0)
	}
	if !number.MatchString(found) {
		return say(Inconclusive, fmt.Sprintf("`%.80s` is not a whole number", found), foundIn)
	}
	outcome := Fail
	if minutes, err := strconv.Atoi(found); err == nil && minutes >= 1 && minutes <= config.MaxIdleMinutes {
		outcome = Pass
	}
	return say(outcome, key+" = "+found, foundIn)
}
