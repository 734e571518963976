// Package wit_types holds the generic types of the component model.
package wit_types

// The tags of an Option.
const (
	OptionNone uint8 = iota
	OptionSome
)

// Option is a value that may be absent.
type Option[T any] struct {
	tag   uint8
	value T
}

// None is an absent value.
func None[T any]() Option[T] {
	return Option[T]{tag: OptionNone}
}

// Some is a value that is there.
func Some[T any](value T) Option[T] {
	return Option[T]{tag: OptionSome, value: value}
}

// Tag is OptionNone or OptionSome.
func (o Option[T]) Tag() uint8 { return o.tag }

// IsSome says whether there is a value.
func (o Option[T]) IsSome() bool { return o.tag == OptionSome }

// IsNone says whether there is none.
func (o Option[T]) IsNone() bool { return o.tag == OptionNone }

// Some is the value. It panics where there is none.
func (o Option[T]) Some() T {
	if o.IsNone() {
		panic("the option holds no value")
	}
	return o.value
}

// SomeOr is the value, or another one where there is none.
func (o Option[T]) SomeOr(other T) T {
	if o.IsNone() {
		return other
	}
	return o.value
}

// The tags of a Result.
const (
	ResultOk uint8 = iota
	ResultErr
)

// Result is a value or an error.
type Result[T, E any] struct {
	tag   uint8
	value T
	err   E
}

// Ok is a result that is a value.
func Ok[T, E any](value T) Result[T, E] {
	return Result[T, E]{tag: ResultOk, value: value}
}

// Err is a result that is an error.
func Err[T, E any](err E) Result[T, E] {
	return Result[T, E]{tag: ResultErr, err: err}
}

// Tag is ResultOk or ResultErr.
func (r Result[T, E]) Tag() uint8 { return r.tag }

// IsOk says whether the result is a value.
func (r Result[T, E]) IsOk() bool { return r.tag == ResultOk }

// IsErr says whether the result is an error.
func (r Result[T, E]) IsErr() bool { return r.tag == ResultErr }

// Ok is the value. It panics where the result is an error.
func (r Result[T, E]) Ok() T {
	if r.IsErr() {
		panic("the result is an error")
	}
	return r.value
}

// Err is the error. It panics where the result is a value.
func (r Result[T, E]) Err() E {
	if r.IsOk() {
		panic("the result is a value")
	}
	return r.err
}
