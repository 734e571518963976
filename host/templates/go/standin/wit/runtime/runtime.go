// Package runtime gives the bindings memory that the host can write to and that stays where it is.
package runtime

import (
	"runtime"
	"unsafe"
)

// Handle is a handle to a resource of the host.
type Handle struct {
	value int32
}

// MakeHandle wraps a handle that the host gave.
func MakeHandle(value int32) *Handle {
	return &Handle{value}
}

// Use is the handle. It panics where the handle was given away.
func (h *Handle) Use() int32 {
	if h.value == 0 {
		panic("the handle was given away")
	}
	return h.value
}

// Take gives the handle away. It panics where it was given away before.
func (h *Handle) Take() int32 {
	value := h.Use()
	h.value = 0
	return value
}

// TakeOrNil gives the handle away, or is 0 where it was given away before.
func (h *Handle) TakeOrNil() int32 {
	value := h.value
	h.value = 0
	return value
}

// Set stores a handle that the host gave.
func (h *Handle) Set(value int32) {
	if h.value != 0 {
		panic("the handle is set already")
	}
	h.value = value
}

// Allocate takes memory that the garbage collector leaves alone until the pinner is unpinned.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer {
	if size == 0 {
		return nil
	}
	// Words of eight bytes are aligned for everything that the canonical ABI asks for.
	memory := unsafe.Pointer(unsafe.SliceData(make([]uint64, (size+7)/8)))
	pinner.Pin(memory)
	return memory
}

// lifted is what the host allocated for arguments and results.
var lifted runtime.Pinner

// Unpin lets go of what the host allocated for earlier calls.
func Unpin() {
	lifted.Unpin()
}

// started is set once the Go runtime runs. Before that nothing can be allocated from its heap, but the
// adapter for WASI asks for memory already.
var started bool

func init() {
	started = true
}

// early is the memory that is given away before the Go runtime runs. The adapter takes one page and some
// small pieces.
var early [256 * 1024]byte

var earlyUsed uintptr

//go:wasmexport cabi_realloc
func reallocate(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	if old != nil || oldSize != 0 {
		panic("the host never makes memory larger that it was given")
	}
	if started {
		return Allocate(&lifted, size, align)
	}
	start := uintptr(unsafe.Pointer(&early[0]))
	next := (start+earlyUsed+align-1)/align*align - start
	if next+size > uintptr(len(early)) {
		panic("the memory for the start is used up")
	}
	earlyUsed = next + size
	return unsafe.Pointer(&early[next])
}
