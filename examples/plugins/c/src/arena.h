/* Memory that is given back all at once. Everything that lives as long as one check is taken from an
 * arena, so that no rule frees anything. The arena has a bound: a check that needs more is ended. */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *blocks;
    size_t taken;
};

/* What one check may take, in bytes. Files are refused above MAX_FILE_BYTES (files.h) and each of
 * their lines costs a small record, so that no honest evidence comes near. */
#define ARENA_LIMIT ((size_t)128 * 1024 * 1024)

/* `count` zeroed elements of `size` bytes. Ends the program when the arena's bound or the memory is
 * exhausted: the host then names the check as failed. */
void *arena_take(struct arena *arena, size_t count, size_t size);

/* Gives everything back. The arena can be used again. */
void arena_release(struct arena *arena);

#endif
