#include "login_defs.h"

#include <string.h>

#include "number.h"

/* Shadow reads lines into a buffer of 1024 bytes and takes the rest of a longer one for a new line. */
#define LINE_BYTES ((size_t)1022)

static struct text trim_start(struct text text, const char *blanks) {
    while (text.length > 0 && strchr(blanks, text.at[0]) != NULL) {
        text = text_after(text, 1);
    }
    return text;
}

static struct text trim_end(struct text text, const char *blanks) {
    while (text.length > 0 && strchr(blanks, text.at[text.length - 1]) != NULL) {
        text = text_before_last(text, 1);
    }
    return text;
}

/* The part before the first of `stops`. */
static struct text until(struct text text, const char *stops) {
    size_t length = 0;
    while (length < text.length && strchr(stops, text.at[length]) == NULL) {
        length++;
    }
    return (struct text){text.at, length};
}

void login_defs_read(struct arena *arena, struct settings *settings, struct place file,
                     struct text bytes) {
    if (!settings_readable(arena, settings, file, bytes)) {
        return;
    }
    struct lines lines = {.rest = bytes};
    struct text line;
    while (lines_next(&lines, &line)) {
        struct place place = {file.path, lines.number};
        if (line.length > LINE_BYTES) {
            settings_problem(arena, settings, place,
                             TEXT("the line has more than 1022 bytes, which shadow reads as two lines"));
            continue;
        }
        line = trim_start(trim_end(line, " \t"), " \t");
        if (line.length == 0 || line.at[0] == '#' || text_is(line, "\r")) {
            continue;
        }
        struct text name = until(line, " \t");
        struct text value = trim_start(text_after(line, name.length), " \t");
        if (value.length == 0) {
            settings_problem(
                arena, settings, place,
                text_print(arena, "%s has no value, so shadow ignores it; a name and its value are "
                                  "parted by spaces",
                           text_quote(arena, name)));
            continue;
        }
        settings_add(arena, settings,
                     (struct setting){.name = name, .value = value, .place = place});
    }
}

const struct setting *login_defs_find(const struct settings *settings, const char *name) {
    return settings_last(settings, name, text_is);
}

const struct setting *login_defs_other(const struct settings *settings, const char *name) {
    const struct setting *shadow = login_defs_find(settings, name);
    const struct setting *pam = settings_first(settings, name, text_is_any_case);
    if (pam == shadow) {
        return NULL;
    }
    bool same = shadow != NULL && pam != NULL && text_equal(shadow->value, pam->value);
    return same ? NULL : pam;
}

enum number login_defs_number(const struct setting *setting, int64_t *value) {
    if (setting == NULL) {
        return NUMBER_ABSENT;
    }
    struct text text = setting->value;
    bool negative = text.length > 0 && text.at[0] == '-';
    if (text.length > 0 && (text.at[0] == '-' || text.at[0] == '+')) {
        text = text_after(text, 1);
    }
    int base = 10;
    if (text.length > 2 && text.at[0] == '0' && (text.at[1] == 'x' || text.at[1] == 'X')) {
        base = 16;
        text = text_after(text, 2);
    } else if (text.length > 1 && text.at[0] == '0') {
        base = 8;
    }
    int64_t number = 0;
    if (!number_read(text, base, INT32_MAX, &number)) {
        return NUMBER_UNCLEAR;
    }
    *value = negative ? -number : number;
    return *value < -1 ? NUMBER_UNCLEAR : NUMBER_READ;
}
