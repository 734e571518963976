#include "settings.h"

#include <string.h>

#include "files.h"

void settings_add(struct arena *arena, struct settings *settings, struct setting setting) {
    struct setting *added = arena_take(arena, 1, sizeof *added);
    *added = setting;
    added->next = NULL;
    if (settings->last == NULL) {
        settings->first = added;
    } else {
        settings->last->next = added;
    }
    settings->last = added;
}

void settings_problem(struct arena *arena, struct settings *settings, struct place place,
                      struct text message) {
    struct problem *added = arena_take(arena, 1, sizeof *added);
    *added = (struct problem){.place = place, .message = message};
    if (settings->last_problem == NULL) {
        settings->first_problem = added;
    } else {
        settings->last_problem->next = added;
    }
    settings->last_problem = added;
}

const struct setting *settings_first(const struct settings *settings, const char *name,
                                     same_name *same) {
    for (const struct setting *setting = settings->first; setting != NULL; setting = setting->next) {
        if (same(setting->name, name)) {
            return setting;
        }
    }
    return NULL;
}

const struct setting *settings_last(const struct settings *settings, const char *name,
                                    same_name *same) {
    const struct setting *found = NULL;
    for (const struct setting *setting = settings->first; setting != NULL; setting = setting->next) {
        if (same(setting->name, name)) {
            found = setting;
        }
    }
    return found;
}

bool lines_next(struct lines *lines, struct text *line) {
    if (lines->rest.length == 0) {
        return false;
    }
    const char *feed = memchr(lines->rest.at, '\n', lines->rest.length);
    size_t length = feed == NULL ? lines->rest.length : (size_t)(feed - lines->rest.at);
    *line = (struct text){lines->rest.at, length};
    lines->rest = text_after(lines->rest, feed == NULL ? length : length + 1);
    lines->number++;
    return true;
}

static bool is_blank(struct text bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.at[i] > ' ' || bytes.at[i] < 0) {
            return false;
        }
    }
    return true;
}

bool settings_readable(struct arena *arena, struct settings *settings, struct place file,
                       struct text bytes) {
    const char *why = NULL;
    if (bytes.length > MAX_FILE_BYTES) {
        why = "the file has more than 1 MiB and was not examined; no configuration file of this kind "
              "is that long";
    } else if (bytes.length > 0 && memchr(bytes.at, '\0', bytes.length) != NULL) {
        why = "the file holds NUL bytes, so it is binary or in UTF-16; export it as it stands on the "
              "host";
    } else if (is_blank(bytes)) {
        why = "the file is empty, which cannot be told from an export that failed; export it again, or "
              "leave a comment in it if it is empty on the host";
    }
    if (why != NULL) {
        settings_problem(arena, settings, file, text_of(why));
    }
    return why == NULL;
}
