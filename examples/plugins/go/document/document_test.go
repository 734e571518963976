package document

import (
	"strings"
	"testing"
)

func parse(t *testing.T, text string) *Value {
	t.Helper()
	value, problem := Parse([]byte(text))
	if problem != nil {
		t.Fatalf("%s: %s", text, problem.Message)
	}
	return value
}

func TestAValueKnowsItsLineAndPointer(t *testing.T) {
	root := parse(t, "{\n \"a/b\": [\n  1,\n  {\"~c\": \"x\"}\n ]\n}\n")
	found := root.Get("a/b").Items[1].Get("~c")
	if found.Pointer() != "/a~1b/1/~0c" || found.Line() != 4 || found.Text != "x" {
		t.Errorf("found %q in line %d: %q", found.Pointer(), found.Line(), found.Text)
	}
	if root.Pointer() != "" || root.Line() != 1 {
		t.Errorf("the root is at %q in line %d", root.Pointer(), root.Line())
	}
}

func TestEveryKindIsRead(t *testing.T) {
	root := parse(t, `[{}, [], "s", 1.50, true, null]`)
	kinds := []Kind{Object, Array, String, Number, Bool, Null}
	for i, kind := range kinds {
		if root.Items[i].Kind != kind {
			t.Errorf("item %d is %s, expected %s", i, root.Items[i].Kind, kind)
		}
	}
	if root.Items[3].Text != "1.50" {
		t.Errorf("the number became %q", root.Items[3].Text)
	}
}

func TestWhatIsNoWholeAnswerIsAProblemWithItsReason(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2)
	many := "[" + strings.Repeat("1,", maxValues) + "1]"
	cases := map[string]string{
		"":                             "empty",
		" \n":                          "empty",
		"{":                            "unexpected end",
		"[1":                           "unexpected end",
		`{"a":1,"a":2}`:                "twice",
		"{}{}":                         "follows the end",
		"{} x":                         "follows the end",
		"\xff\xfe{\x00":                "NUL",
		"[\"caf\xe9\"]":                "UTF-8",
		"\xef\xbb\xbf{}":               "invalid character",
		"<html>":                       "invalid character",
		"{\"a\":\n\n nope}":            "invalid character",
		`{"a" 1}`:                      "invalid character",
		`["\ud800]`:                    "unexpected end",
		"[1,]":                         "invalid character",
		deep:                           "levels deep",
		many:                           "more than",
		strings.Repeat(" ", 9) + "[1}": "invalid character",
	}
	for text, reason := range cases {
		_, problem := Parse([]byte(text))
		if problem == nil {
			t.Errorf("%.20q was read", text)
		} else if !strings.Contains(problem.Message, reason) {
			t.Errorf("%.20q: %s, expected %s", text, problem.Message, reason)
		}
	}
}

func TestAProblemNamesTheLineInWhichTheJSONBreaks(t *testing.T) {
	if _, problem := Parse([]byte("{\"a\":\n\n nope}")); problem == nil || problem.Line != 3 {
		t.Errorf("found %+v", problem)
	}
}

func TestALongQuoteIsCutBetweenCharacters(t *testing.T) {
	if quote := Quote(strings.Repeat("é", 81)); quote != "`"+strings.Repeat("é", 80)+"...`" {
		t.Error(quote)
	}
}
