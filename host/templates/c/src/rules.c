#include "rules.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define KEY "idle_timeout_minutes"

/* What is shown of a value. */
#define SHOWN 80

struct span {
    const char *at;
    size_t length;
};

static bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r';
}

static struct span trim(struct span span) {
    while (span.length > 0 && is_blank(span.at[0])) {
        span.at++;
        span.length--;
    }
    while (span.length > 0 && is_blank(span.at[span.length - 1])) {
        span.length--;
    }
    return span;
}

/* Takes the next line off the front of `rest`; false at the end. */
static bool next_line(struct span *rest, struct span *line) {
    if (rest->length == 0) {
        return false;
    }
    const char *feed = memchr(rest->at, '\n', rest->length);
    size_t length = feed == NULL ? rest->length : (size_t)(feed - rest->at);
    size_t taken = feed == NULL ? length : length + 1;
    *line = trim((struct span){rest->at, length});
    rest->at += taken;
    rest->length -= taken;
    return true;
}

/* Parts `key = value`; false where the line is not of that form. */
static bool part(struct span line, struct span *key, struct span *value) {
    const char *equals = memchr(line.at, '=', line.length);
    if (equals == NULL) {
        return false;
    }
    size_t before = (size_t)(equals - line.at);
    *key = trim((struct span){line.at, before});
    *value = trim((struct span){equals + 1, line.length - before - 1});
    return key->length > 0;
}

static struct finding say(enum outcome outcome, const char *actual, uint32_t line) {
    struct finding finding = {.outcome = outcome, .line = line};
    snprintf(finding.actual, sizeof finding.actual, "%s", actual);
    return finding;
}

/* Judges the value: digits and nothing else, few enough for a number. */
static struct finding judge(struct span value, uint32_t line, unsigned most) {
    unsigned minutes = 0;
    bool number = value.length > 0 && value.length <= 9;
    /* Evidence may hold any bytes, but a finding is UTF-8: only plain letters are shown. */
    char shown[SHOWN + 1] = {0};
    for (size_t i = 0; i < value.length; i++) {
        char letter = value.at[i];
        bool digit = letter >= '0' && letter <= '9';
        number = number && digit;
        minutes = number ? minutes * 10 + (unsigned)(letter - '0') : 0;
        if (i < SHOWN) {
            shown[i] = letter >= ' ' && letter <= '~' ? letter : '?';
        }
    }
    struct finding finding = {.line = line};
    if (number) {
        finding.outcome = minutes >= 1 && minutes <= most ? OUTCOME_PASS : OUTCOME_FAIL;
        snprintf(finding.actual, sizeof finding.actual, KEY " = %s", shown);
    } else {
        finding.outcome = OUTCOME_INCONCLUSIVE;
        snprintf(finding.actual, sizeof finding.actual, "`%s` is not a whole number", shown);
    }
    return finding;
}

struct finding idle_timeout_set(const char *text, size_t length, unsigned most) {
    struct span rest = {text, length};
    struct span line;
    struct span found = {NULL, 0};
    uint32_t found_in = 0;
    for (uint32_t number = 1; next_line(&rest, &line); number++) {
        struct span key;
        struct span value;
        if (line.length == 0 || line.at[0] == '#') {
            continue;
        }
        if (!part(line, &key, &value)) {
            return say(OUTCOME_INCONCLUSIVE, "the line is not `key = value`", number);
        }
        if (key.length != strlen(KEY) || memcmp(key.at, KEY, key.length) != 0) {
            continue;
        }
        if (found_in > 0) {
            return say(OUTCOME_INCONCLUSIVE, KEY " is set a second time", number);
        }
        found = value;
        found_in = number;
    }
    return found_in == 0 ? say(OUTCOME_FAIL, KEY " is not set", 0) : judge(found, found_in, most);
}
