/* What one tool of one host is told: the lines of its files, in the order in which they count, and
 * everything in them that could not be understood. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "text.h"

struct place {
    struct text path;
    /* Counted from 1; 0 where the whole file is meant. */
    uint32_t line;
};

/* One line that sets something. */
struct setting {
    struct text name;
    struct text value;
    struct place place;
    /* Whether it stands in a drop-in, which another drop-in may outrank. */
    bool drop_in;
    struct setting *next;
};

/* Something that could not be understood. */
struct problem {
    struct place place;
    struct text message;
    struct problem *next;
};

struct settings {
    /* Whether the tool's own file was among the evidence. */
    bool present;
    struct place file;
    struct setting *first;
    struct setting *last;
    struct problem *first_problem;
    struct problem *last_problem;
};

void settings_add(struct arena *arena, struct settings *settings, struct setting setting);
void settings_problem(struct arena *arena, struct settings *settings, struct place place,
                      struct text message);

/* Whether a line that sets something has this name. */
typedef bool same_name(struct text name, const char *wanted);

/* The first or the last line of a name, or NULL. */
const struct setting *settings_first(const struct settings *settings, const char *name,
                                     same_name *same);
const struct setting *settings_last(const struct settings *settings, const char *name,
                                    same_name *same);

/* The lines of a file, one after the other. */
struct lines {
    struct text rest;
    uint32_t number;
};

/* The next line without its line feed; false at the end. */
bool lines_next(struct lines *lines, struct text *line);

/* Whether the bytes can be a configuration file at all. Where not, that is a problem. */
bool settings_readable(struct arena *arena, struct settings *settings, struct place file,
                       struct text bytes);

#endif
