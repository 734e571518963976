/* What was found out, before it is handed to the host. */
#ifndef REPORT_H
#define REPORT_H

#include "settings.h"

enum outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_INCONCLUSIVE };

/* The most places that decide one finding. */
#define PLACES 6

/* What a rule says of one host. */
struct verdict {
    enum outcome outcome;
    struct text expected;
    struct text actual;
    struct place places[PLACES];
    size_t place_count;
};

struct finding {
    const char *control;
    struct text subject;
    struct verdict verdict;
    struct finding *next;
};

struct population {
    const char *control;
    size_t size;
};

struct report {
    struct finding *first;
    struct finding *last;
    size_t finding_count;
    struct population *populations;
    size_t population_count;
};

void report_add(struct arena *arena, struct report *report, const char *control,
                struct text subject, struct verdict verdict);

#endif
