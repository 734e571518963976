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

// Unpin would let go of what the host allocated for earlier calls. That memory is not given back, because
// an instance serves a single check.
func Unpin() {}

// started is set once the Go runtime runs.
var started bool

func init() {
	started = true
}

// early is the memory that is given away before the Go runtime runs, when the adapter for WASI asks for a page
// and some small pieces already.
var early [256 * 1024]byte

// room is the memory that is given away next, and how much is left of it.
var (
	room = unsafe.Pointer(&early[0])
	left = uintptr(len(early))
)

// chunk is how much is taken from the system at once.
const chunk = 256 * 1024

// sbrk is how the Go runtime takes memory from the system. Linking needs `-checklinkname=0`.
//
//go:linkname sbrk runtime.sbrk
func sbrk(size uintptr) unsafe.Pointer

// reallocate gives the host memory for arguments and results. It never comes from Go's heap: an allocation
// there may start the garbage collector, which asks for the time, and a component that is asked for memory
// must not call anything.
//
//go:wasmexport cabi_realloc
func reallocate(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	if old != nil || oldSize != 0 {
		panic("the host never makes memory larger that it was given")
	}
	padding := -uintptr(room) & (align - 1)
	if size+padding > left {
		if !started {
			panic("the memory for the start is used up")
		}
		left = max(size+align, chunk)
		if room = sbrk(left); room == nil {
			panic("out of memory")
		}
		padding = -uintptr(room) & (align - 1)
	}
	given := unsafe.Add(room, padding)
	room = unsafe.Add(given, size)
	left -= padding + size
	return given
}
