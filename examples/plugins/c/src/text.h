/* Text with a length, because evidence may hold any bytes. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

struct text {
    const char *at;
    size_t length;
};

/* A text of a string literal. */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

struct text text_of(const char *string);
bool text_is(struct text text, const char *string);
/* Compares ASCII letters without regard to case. */
bool text_is_any_case(struct text text, const char *string);
bool text_equal(struct text left, struct text right);
/* As strcmp orders them. */
int text_order(struct text left, struct text right);
bool text_starts_with(struct text text, const char *start);
bool text_ends_with(struct text text, const char *end);
/* The text after its first `count` bytes, and before its last `count`. */
struct text text_after(struct text text, size_t count);
struct text text_before_last(struct text text, size_t count);

/* A message as printf makes it, in the arena. */
struct text text_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A piece of evidence as it can stand in a message: between backticks, valid UTF-8, and cut where it
 * is long. */
const char *text_quote(struct arena *arena, struct text text);

/* The length of the UTF-8 sequence at the start of `text`, or 0 where there is none. */
size_t text_utf8(struct text text);

#endif
