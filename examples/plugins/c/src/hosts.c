#include "hosts.h"

#include <stdlib.h>

#include "login_defs.h"
#include "name_value.h"

static int by_name(const void *left, const void *right) {
    return text_order(((const struct host *)left)->name, ((const struct host *)right)->name);
}

static enum tool tool_of(enum role role) {
    switch (role) {
    case ROLE_LOGIN_DEFS:
        return TOOL_LOGIN_DEFS;
    case ROLE_FAILLOCK:
        return TOOL_FAILLOCK;
    case ROLE_PWQUALITY:
    case ROLE_PWQUALITY_DROP_IN:
        break;
    }
    return TOOL_PWQUALITY;
}

static void read_one(struct arena *arena, struct hosts *hosts, const struct file *file) {
    struct host wanted = {.name = file_host(file->role, file->path)};
    struct host *host = bsearch(&wanted, hosts->all, hosts->count, sizeof wanted, by_name);
    struct settings *settings = &host->tools[tool_of(file->role)];
    struct place whole = {file->path, 0};
    if (file->role != ROLE_PWQUALITY_DROP_IN) {
        if (settings->present) {
            settings_problem(arena, settings, whole,
                             TEXT("the evidence holds this file of the host twice; grant it once"));
            return;
        }
        settings->present = true;
        settings->file = whole;
    }
    switch (file->role) {
    case ROLE_LOGIN_DEFS:
        login_defs_read(arena, settings, whole, file->bytes);
        break;
    case ROLE_PWQUALITY_DROP_IN:
        if (file_is_drop_in(file->path)) {
            pwquality_read(arena, settings, file);
        }
        break;
    case ROLE_PWQUALITY:
        pwquality_read(arena, settings, file);
        break;
    case ROLE_FAILLOCK:
        faillock_read(arena, settings, file);
        break;
    }
}

struct hosts hosts_read(struct arena *arena, const struct file *files, size_t count) {
    struct host *all = arena_take(arena, count, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        all[i].name = file_host(files[i].role, files[i].path);
    }
    if (count > 0) {
        qsort(all, count, sizeof *all, by_name);
    }
    size_t different = 0;
    for (size_t i = 0; i < count; i++) {
        if (different == 0 || !text_equal(all[different - 1].name, all[i].name)) {
            all[different++] = all[i];
        }
    }
    struct hosts hosts = {all, different};
    /* libpwquality reads the drop-ins first, so that its own file outranks them. */
    for (size_t i = 0; i < count; i++) {
        if (files[i].role == ROLE_PWQUALITY_DROP_IN) {
            read_one(arena, &hosts, &files[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (files[i].role != ROLE_PWQUALITY_DROP_IN) {
            read_one(arena, &hosts, &files[i]);
        }
    }
    return hosts;
}
