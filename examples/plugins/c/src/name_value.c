#include "name_value.h"

#include <string.h>

#include "number.h"

/* libpwquality reads lines into a buffer of 1024 bytes and gives up on a longer one. */
#define PWQUALITY_LINE_BYTES ((size_t)1022)

/* pam_faillock's longest interval, in seconds: 7 days. */
#define FAILLOCK_MAX_SECONDS ((int64_t)604800)

enum kind { KIND_NUMBER, KIND_COUNT, KIND_SECONDS, KIND_SECONDS_OR_NEVER, KIND_TEXT, KIND_FLAG };

struct option {
    const char *name;
    enum kind kind;
};

static const struct option pwquality_options[] = {
    {"difok", KIND_NUMBER},          {"minlen", KIND_NUMBER},
    {"dcredit", KIND_NUMBER},        {"ucredit", KIND_NUMBER},
    {"lcredit", KIND_NUMBER},        {"ocredit", KIND_NUMBER},
    {"minclass", KIND_NUMBER},       {"maxrepeat", KIND_NUMBER},
    {"maxclassrepeat", KIND_NUMBER}, {"maxsequence", KIND_NUMBER},
    {"gecoscheck", KIND_NUMBER},     {"dictcheck", KIND_NUMBER},
    {"usercheck", KIND_NUMBER},      {"usersubstr", KIND_NUMBER},
    {"enforcing", KIND_NUMBER},      {"badwords", KIND_TEXT},
    {"dictpath", KIND_TEXT},         {"retry", KIND_NUMBER},
    {"enforce_for_root", KIND_FLAG}, {"local_users_only", KIND_FLAG},
};

static const struct option faillock_options[] = {
    {"dir", KIND_TEXT},
    {"deny", KIND_COUNT},
    {"fail_interval", KIND_SECONDS},
    {"unlock_time", KIND_SECONDS_OR_NEVER},
    {"root_unlock_time", KIND_SECONDS_OR_NEVER},
    {"admin_group", KIND_TEXT},
    {"even_deny_root", KIND_FLAG},
    {"audit", KIND_FLAG},
    {"silent", KIND_FLAG},
    {"no_log_info", KIND_FLAG},
    {"local_users_only", KIND_FLAG},
    {"nodelay", KIND_FLAG},
};

static bool is_space(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

static struct text trim(struct text text) {
    while (text.length > 0 && is_space(text.at[0])) {
        text = text_after(text, 1);
    }
    while (text.length > 0 && is_space(text.at[text.length - 1])) {
        text = text_before_last(text, 1);
    }
    return text;
}

/* Parts a line into name and value at the first blank or `=`; false where nothing stands there. */
static bool part(struct text line, struct setting *setting) {
    const char *comment = line.length == 0 ? NULL : memchr(line.at, '#', line.length);
    if (comment != NULL) {
        line.length = (size_t)(comment - line.at);
    }
    line = trim(line);
    size_t length = 0;
    while (length < line.length && line.at[length] != '=' && !is_space(line.at[length])) {
        length++;
    }
    setting->name = (struct text){line.at, length};
    struct text value = trim(text_after(line, length));
    if (value.length > 0 && value.at[0] == '=') {
        value = trim(text_after(value, 1));
    }
    setting->value = value;
    return line.length > 0;
}

static bool read_number(struct text text, int64_t *number) {
    bool negative = text.length > 0 && text.at[0] == '-';
    if (text.length > 0 && (text.at[0] == '-' || text.at[0] == '+')) {
        text = text_after(text, 1);
    }
    if (!number_read(text, 10, INT32_MAX - 1, number)) {
        return false;
    }
    *number = negative ? -*number : *number;
    return true;
}

/* What stands in the way of a value of this kind, or NULL. */
static const char *fault(enum kind kind, struct text value) {
    int64_t number = 0;
    switch (kind) {
    case KIND_NUMBER:
        return read_number(value, &number) ? NULL : "is no whole number";
    case KIND_COUNT:
        return number_read(value, 10, UINT16_MAX, &number) ? NULL
                                                           : "is no whole number from 0 to 65535";
    case KIND_SECONDS_OR_NEVER:
        if (text_is(value, "never")) {
            return NULL;
        }
        /* fall through */
    case KIND_SECONDS:
        return number_read(value, 10, FAILLOCK_MAX_SECONDS, &number)
                   ? NULL
                   : "is no whole number of seconds from 0 to 604800";
    case KIND_TEXT:
    case KIND_FLAG:
        return NULL;
    }
    return NULL;
}

struct syntax {
    const char *reader;
    const struct option *options;
    size_t count;
    same_name *same;
    bool drop_in;
};

static void read_line(struct arena *arena, struct settings *settings, const struct syntax *syntax,
                      struct setting setting) {
    for (size_t i = 0; i < syntax->count; i++) {
        if (!syntax->same(setting.name, syntax->options[i].name)) {
            continue;
        }
        const char *why = fault(syntax->options[i].kind, setting.value);
        if (why == NULL) {
            settings_add(arena, settings, setting);
        } else {
            settings_problem(arena, settings, setting.place,
                             text_print(arena, "%s: %s %s", syntax->options[i].name,
                                        text_quote(arena, setting.value), why));
        }
        return;
    }
    settings_problem(arena, settings, setting.place,
                     text_print(arena, "%s is no option of %s", text_quote(arena, setting.name),
                                syntax->reader));
}

static void read_file(struct arena *arena, struct settings *settings, const struct syntax *syntax,
                      size_t longest, const struct file *file) {
    struct place whole = {file->path, 0};
    if (!settings_readable(arena, settings, whole, file->bytes)) {
        return;
    }
    struct lines lines = {.rest = file->bytes};
    struct text line;
    while (lines_next(&lines, &line)) {
        struct setting setting = {.place = {file->path, lines.number}, .drop_in = syntax->drop_in};
        if (line.length > longest) {
            settings_problem(arena, settings, setting.place,
                             text_print(arena, "the line has more than %zu bytes, at which %s stops "
                                               "reading",
                                        longest, syntax->reader));
        } else if (part(line, &setting)) {
            read_line(arena, settings, syntax, setting);
        }
    }
}

void pwquality_read(struct arena *arena, struct settings *settings, const struct file *file) {
    struct syntax syntax = {"libpwquality", pwquality_options,
                            sizeof pwquality_options / sizeof pwquality_options[0],
                            text_is_any_case, file->role == ROLE_PWQUALITY_DROP_IN};
    read_file(arena, settings, &syntax, PWQUALITY_LINE_BYTES, file);
}

void faillock_read(struct arena *arena, struct settings *settings, const struct file *file) {
    struct syntax syntax = {"pam_faillock", faillock_options,
                            sizeof faillock_options / sizeof faillock_options[0], text_is, false};
    read_file(arena, settings, &syntax, MAX_FILE_BYTES, file);
}

const struct setting *pwquality_find(const struct settings *settings, const char *name) {
    return settings_last(settings, name, text_is_any_case);
}

const struct setting *faillock_find(const struct settings *settings, const char *name) {
    return settings_last(settings, name, text_is);
}

int64_t name_value_number(const struct setting *setting) {
    int64_t number = 0;
    /* `never` is 0 for pam_faillock. */
    if (!text_is(setting->value, "never")) {
        read_number(setting->value, &number);
    }
    return number;
}
