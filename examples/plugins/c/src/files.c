#include "files.h"

#include <string.h>

static struct text base_name(struct text path) {
    size_t start = path.length;
    while (start > 0 && path.at[start - 1] != '/') {
        start--;
    }
    return text_after(path, start);
}

static struct text directory(struct text path) {
    struct text name = base_name(path);
    return text_before_last(path, name.length);
}

enum role file_pwquality_role(struct text path) {
    return text_ends_with(directory(path), "pwquality.conf.d/") ? ROLE_PWQUALITY_DROP_IN
                                                                : ROLE_PWQUALITY;
}

bool file_is_drop_in(struct text path) {
    struct text name = base_name(path);
    for (size_t i = 0; i < name.length; i++) {
        if (text_starts_with(text_after(name, i), ".conf")) {
            return name.length - i == strlen(".conf");
        }
    }
    return false;
}

/* Takes a directory off the end of a path, where it stands there. */
static struct text without(struct text path, const char *end) {
    bool whole = text_ends_with(path, end) && (path.length == strlen(end) ||
                                               path.at[path.length - strlen(end) - 1] == '/');
    return whole ? text_before_last(path, strlen(end)) : path;
}

struct text file_host(enum role role, struct text path) {
    static const char *const names[] = {
        [ROLE_LOGIN_DEFS] = "login.defs",
        [ROLE_PWQUALITY] = "pwquality.conf",
        [ROLE_PWQUALITY_DROP_IN] = "pwquality.conf.d/",
        [ROLE_FAILLOCK] = "faillock.conf",
    };
    struct text file = role == ROLE_PWQUALITY_DROP_IN ? directory(path) : path;
    struct text host = without(file, names[role]);
    if (host.length == file.length) {
        return path;
    }
    if (role != ROLE_LOGIN_DEFS) {
        host = without(host, "security/");
    }
    host = without(host, "etc/");
    return host.length == 0 ? TEXT("this host") : text_before_last(host, 1);
}
