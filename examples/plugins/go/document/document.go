// Package document reads JSON into values that know where they stand, so that every finding can cite a
// line and a JSON Pointer. It knows nothing of what the values mean.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind is what sort of JSON value something is.
type Kind string

// The kinds, named as messages name them.
const (
	Object Kind = "an object"
	Array  Kind = "an array"
	String Kind = "a string"
	Number Kind = "a number"
	Bool   Kind = "true or false"
	Null   Kind = "null"
)

// Bounds on what is read. Answers of the APIs stay far below them: they nest some ten levels deep.
const (
	maxDepth  = 64
	maxValues = 400_000
)

// Value is one JSON value and its place.
type Value struct {
	Kind Kind
	// Text is a string's contents, or a number or boolean as it stands in the file.
	Text string
	// Items are an array's elements, or an object's values in the order of the file.
	Items []*Value

	keys   map[string]*Value
	parent *Value
	step   string
	lines  *lines
	offset int64
}

// Problem says what could not be understood, and where: at a value, in a line where the file is no JSON,
// or in the file as a whole.
type Problem struct {
	At      *Value
	Line    int
	Message string
}

// Parse reads one JSON value that fills the whole of data.
func Parse(data []byte) (*Value, *Problem) {
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, &Problem{Message: "the file holds NUL bytes, so it is binary or in UTF-16; " +
			"save the answer as it came"}
	}
	if !utf8.Valid(data) {
		return nil, &Problem{Message: "the file is not in UTF-8, so it is no answer as it came"}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &Problem{Message: "the file is empty; the request for it failed"}
	}
	reader := reader{decoder: json.NewDecoder(bytes.NewReader(data)), lines: newLines(data)}
	reader.decoder.UseNumber()
	root, err := reader.value(nil, "", 0)
	if err == nil {
		if _, after := reader.decoder.Token(); !errors.Is(after, io.EOF) {
			err = errors.New("something follows the end of the JSON value")
		}
	}
	if err != nil {
		offset := reader.decoder.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = syntax.Offset
		}
		line := reader.lines.at(offset)
		return nil, &Problem{Line: line, Message: "this is no JSON answer: " + err.Error()}
	}
	return root, nil
}

type reader struct {
	decoder *json.Decoder
	lines   *lines
	values  int
}

func (r *reader) value(parent *Value, step string, depth int) (*Value, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, unexpectedEnd(err)
	}
	if r.values++; r.values > maxValues {
		return nil, fmt.Errorf("there are more than %d values", maxValues)
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("values are nested more than %d levels deep", maxDepth)
	}
	value := &Value{parent: parent, step: step, lines: r.lines, offset: r.decoder.InputOffset()}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return value, r.object(value, depth)
		}
		return value, r.array(value, depth)
	case string:
		value.Kind, value.Text = String, token
	case json.Number:
		value.Kind, value.Text = Number, token.String()
	case bool:
		value.Kind, value.Text = Bool, strconv.FormatBool(token)
	default:
		value.Kind = Null
	}
	return value, nil
}

func (r *reader) object(object *Value, depth int) error {
	object.Kind, object.keys = Object, map[string]*Value{}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return unexpectedEnd(err)
		}
		key, _ := token.(string)
		if _, twice := object.keys[key]; twice {
			return fmt.Errorf("the key %s stands twice in one object", Quote(key))
		}
		value, err := r.value(object, key, depth+1)
		if err != nil {
			return err
		}
		object.keys[key] = value
		object.Items = append(object.Items, value)
	}
	_, err := r.decoder.Token()
	return unexpectedEnd(err)
}

func (r *reader) array(array *Value, depth int) error {
	array.Kind = Array
	for r.decoder.More() {
		value, err := r.value(array, strconv.Itoa(len(array.Items)), depth+1)
		if err != nil {
			return err
		}
		array.Items = append(array.Items, value)
	}
	_, err := r.decoder.Token()
	return unexpectedEnd(err)
}

// unexpectedEnd puts the end of the file, where more has to follow, into words.
func unexpectedEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("unexpected end of JSON input")
	}
	return err
}

// Get is the value under a key, or nil where there is none or this is no object.
func (v *Value) Get(key string) *Value {
	if v == nil {
		return nil
	}
	return v.keys[key]
}

// Key is the key or index under which this value stands in its parent.
func (v *Value) Key() string {
	return v.step
}

// Pointer is the place as a JSON Pointer (RFC 6901).
func (v *Value) Pointer() string {
	var steps []string
	for at := v; at.parent != nil; at = at.parent {
		step := strings.ReplaceAll(at.step, "~", "~0")
		steps = append(steps, "/"+strings.ReplaceAll(step, "/", "~1"))
	}
	var pointer strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		pointer.WriteString(steps[i])
	}
	return pointer.String()
}

// Line is the line in which the value begins (a container) or ends (anything else, which cannot
// cross lines), counted from 1.
func (v *Value) Line() int {
	return v.lines.at(v.offset)
}

// lines are the offsets of all line feeds.
type lines struct {
	feeds []int64
}

func newLines(data []byte) *lines {
	var feeds []int64
	for offset, letter := range data {
		if letter == '\n' {
			feeds = append(feeds, int64(offset))
		}
	}
	return &lines{feeds}
}

func (l *lines) at(offset int64) int {
	return 1 + sort.Search(len(l.feeds), func(i int) bool { return l.feeds[i] >= offset })
}

// quoted is how many characters of a value are shown.
const quoted = 80

// Quote makes a piece of evidence fit for a message.
func Quote(text string) string {
	letters := []rune(text)
	if len(letters) > quoted {
		return "`" + string(letters[:quoted]) + "...`"
	}
	return "`" + text + "`"
}
