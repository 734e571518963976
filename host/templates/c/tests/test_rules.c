#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"

static unsigned passed;
static unsigned failed;

/* Judges a file that lies in memory of exactly its length, so that reading past its end is seen. */
static void expect(const char *text, enum outcome outcome, uint32_t line) {
    size_t length = strlen(text);
    char *copy = malloc(length + (length == 0));
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, text, length);
    struct finding finding = idle_timeout_set(copy, length, MAX_IDLE_MINUTES);
    free(copy);
    if (finding.outcome == outcome && finding.line == line && finding.actual[0] != '\0') {
        passed++;
    } else {
        failed++;
        printf("\"%s\" gave outcome %d in line %u: %s\n", text, finding.outcome, (unsigned)finding.line,
               finding.actual);
    }
}

static void a_short_timeout_passes_and_cites_its_line(void) {
    expect("# sessions\n\nidle_timeout_minutes = 15\n", OUTCOME_PASS, 3);
    expect("idle_timeout_minutes=1", OUTCOME_PASS, 1);
}

static void a_long_timeout_or_none_at_all_fails(void) {
    expect("idle_timeout_minutes = 16\n", OUTCOME_FAIL, 1);
    expect("idle_timeout_minutes = 0\n", OUTCOME_FAIL, 1);
}

static void a_timeout_that_is_not_there_fails(void) {
    expect("", OUTCOME_FAIL, 0);
    expect("# idle_timeout_minutes = 5\nname = app\n", OUTCOME_FAIL, 0);
}

static void what_cannot_be_read_is_inconclusive_at_its_line(void) {
    expect("name = app\nidle_timeout_minutes = soon\n", OUTCOME_INCONCLUSIVE, 2);
    expect("idle_timeout_minutes = 5\nbroken\n", OUTCOME_INCONCLUSIVE, 2);
    expect("idle_timeout_minutes = -5\n", OUTCOME_INCONCLUSIVE, 1);
    expect("idle_timeout_minutes = 99999999999999999999\n", OUTCOME_INCONCLUSIVE, 1);
    expect("idle_timeout_minutes = caf\xe9\n", OUTCOME_INCONCLUSIVE, 1);
}

static void a_timeout_that_is_set_twice_is_inconclusive(void) {
    expect("idle_timeout_minutes = 5\nidle_timeout_minutes = 50\n", OUTCOME_INCONCLUSIVE, 2);
}

int main(void) {
    a_short_timeout_passes_and_cites_its_line();
    a_long_timeout_or_none_at_all_fails();
    a_timeout_that_is_not_there_fails();
    what_cannot_be_read_is_inconclusive_at_its_line();
    a_timeout_that_is_set_twice_is_inconclusive();
    printf("%u passed, %u failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
