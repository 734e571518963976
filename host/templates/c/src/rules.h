/* The rules, in plain C: a rule takes the text of a file and says what it found. Nothing here knows of
 * WebAssembly, so that `make test` tests it all on this machine. */
#ifndef RULES_H
#define RULES_H

#include <stddef.h>
#include <stdint.h>

/* The longest time, in minutes, that a session may be idle. */
#define MAX_IDLE_MINUTES 15u

enum outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_INCONCLUSIVE };

struct finding {
    enum outcome outcome;
    /* The value that decided, or what stood in the way. */
    char actual[160];
    /* Counted from 1; 0 stands for the whole file. */
    uint32_t line;
};

/* Sessions that nobody uses end after at most `most` minutes.
 *
 * A line that cannot be read might be the one that decides, so it leaves the question open instead of
 * being passed over. */
struct finding idle_timeout_set(const char *text, size_t length, unsigned most);

#endif
