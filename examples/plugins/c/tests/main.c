#include <stdio.h>
#include <string.h>

#include "check.h"

static unsigned passed;
static unsigned failed;

void check_holds(const char *file, int at, bool holds, const char *condition) {
    if (!holds) {
        printf("%s:%d: does not hold: %s\n", file, at, condition);
    }
    *(holds ? &passed : &failed) += 1;
}

size_t check_count(const struct report *report, const char *control, enum outcome outcome) {
    size_t count = 0;
    for (const struct finding *finding = report->first; finding != NULL; finding = finding->next) {
        bool same = control == NULL || strcmp(finding->control, control) == 0;
        count += same && finding->verdict.outcome == outcome ? 1 : 0;
    }
    return count;
}

static bool contains(struct text text, const char *part) {
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= text.length; i++) {
        if (memcmp(text.at + i, part, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_as_expected(const struct verdict *verdict, enum outcome outcome, const char *actual,
                           unsigned line) {
    bool complete = verdict->outcome == OUTCOME_INCONCLUSIVE || verdict->expected.length > 0;
    unsigned found = verdict->place_count == 0 ? 0 : verdict->places[0].line;
    return complete && verdict->outcome == outcome && found == line &&
           contains(verdict->actual, actual);
}

void check_finding(const char *file, int at, struct given given, const char *control,
                   enum outcome outcome, const char *actual, unsigned line) {
    static const char *const outcomes[] = {"pass", "fail", "inconclusive"};
    const struct {
        enum role role;
        const char *path;
        const char *bytes;
    } slots[] = {
        {ROLE_LOGIN_DEFS, "web/etc/login.defs", given.login_defs},
        {ROLE_PWQUALITY, "web/etc/security/pwquality.conf", given.pwquality},
        {ROLE_PWQUALITY_DROP_IN, "web/etc/security/pwquality.conf.d/a.conf", given.drop_in},
        {ROLE_FAILLOCK, "web/etc/security/faillock.conf", given.faillock},
    };
    struct file files[4];
    size_t count = 0;
    for (size_t i = 0; i < 4; i++) {
        if (slots[i].bytes != NULL) {
            files[count++] =
                (struct file){slots[i].role, text_of(slots[i].path), text_of(slots[i].bytes)};
        }
    }
    struct arena arena = {0};
    struct config config;
    struct text why = {0};
    const char *json = given.config == NULL ? "{}" : given.config;
    check_holds(file, at, config_read(&arena, text_of(json), &config, &why), "the configuration");
    struct report report = rules_judge(&arena, &config, hosts_read(&arena, files, count));
    const struct verdict *last = NULL;
    bool found = false;
    for (const struct finding *f = report.first; f != NULL; f = f->next) {
        if (strcmp(f->control, control) == 0 && text_is(f->subject, "web")) {
            last = &f->verdict;
            found = found || is_as_expected(last, outcome, actual, line);
        }
    }
    if (!found) {
        printf("%s:%d: %s: expected %s `%s` in line %u", file, at, control, outcomes[outcome], actual,
               line);
        if (last != NULL) {
            printf(", found %s `%.*s` in line %u", outcomes[last->outcome], (int)last->actual.length,
                   last->actual.at, last->place_count == 0 ? 0 : last->places[0].line);
        }
        printf("\n");
    }
    *(found ? &passed : &failed) += 1;
    arena_release(&arena);
}

int main(void) {
    test_login_defs();
    test_pwquality();
    test_faillock();
    test_hosts();
    test_config();
    test_text();
    test_damage();
    printf("%u passed, %u failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
