#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/* Reads digits of a base and nothing else, up to `most`. */
bool number_read(struct text digits, int base, int64_t most, int64_t *value);

#endif
