/* Tests of the rules: each judges some files and looks at one finding. */
#ifndef CHECK_H
#define CHECK_H

#include "rules.h"

/* What is judged: up to one file of each kind on the host `web`. NULL stands for no such file. */
struct given {
    const char *login_defs;
    const char *pwquality;
    const char *drop_in;
    const char *faillock;
    /* NULL stands for `{}`. */
    const char *config;
};

/* Judges, and holds the one finding of a control on `web` (or, of several, one that is as expected)
 * against what is expected of it. `actual` has to stand within the finding's own; `line` 0 stands for a
 * whole file. */
#define EXPECT(given, control, outcome, actual, line)                                               \
    check_finding(__FILE__, __LINE__, (given), (control), (outcome), (actual), (line))

#define HOLDS(condition) check_holds(__FILE__, __LINE__, (condition), #condition)

void check_finding(const char *file, int at, struct given given, const char *control,
                   enum outcome outcome, const char *actual, unsigned line);
void check_holds(const char *file, int at, bool holds, const char *condition);

/* How many findings of an outcome there are for a control, or for all where `control` is NULL. */
size_t check_count(const struct report *report, const char *control, enum outcome outcome);

void test_login_defs(void);
void test_pwquality(void);
void test_faillock(void);
void test_hosts(void);
void test_config(void);
void test_text(void);
void test_damage(void);

#endif
