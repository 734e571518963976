#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    max_align_t bytes[];
};

/* Enough for the records of an ordinary configuration file. */
#define BLOCK_BYTES ((size_t)64 * 1024)

static void exhausted(void) {
    fputs("the check needs more memory than its arena may take\n", stderr);
    abort();
}

void *arena_take(struct arena *arena, size_t count, size_t size) {
    size_t unit = sizeof(max_align_t);
    if (size != 0 && count > ARENA_LIMIT / size) {
        exhausted();
    }
    size_t bytes = (count * size + unit - 1) / unit * unit;
    struct arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < bytes) {
        size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
        if (room > ARENA_LIMIT - arena->taken) {
            exhausted();
        }
        block = malloc(sizeof *block + room);
        if (block == NULL) {
            exhausted();
        }
        block->next = arena->blocks;
        block->used = 0;
        block->size = room;
        arena->blocks = block;
        arena->taken += room;
    }
    void *taken = (char *)block->bytes + block->used;
    block->used += bytes;
    return memset(taken, 0, bytes);
}

void arena_release(struct arena *arena) {
    while (arena->blocks != NULL) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena->taken = 0;
}
