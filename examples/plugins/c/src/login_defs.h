/* Reads login.defs as shadow's tools do (its lib/getdef.c, releases 4.8 to 4.20), and says where
 * pam_unix and pam_umask, which read the same file by rules of their own, would read another value. */
#ifndef LOGIN_DEFS_H
#define LOGIN_DEFS_H

#include "settings.h"

void login_defs_read(struct arena *arena, struct settings *settings, struct place file,
                     struct text bytes);

/* Shadow's names are case-sensitive, and the last line counts. */
const struct setting *login_defs_find(const struct settings *settings, const char *name);

/* Where PAM reads this name otherwise than shadow: it takes the first line, in any case, and cuts
 * comments off the value. NULL where both agree. */
const struct setting *login_defs_other(const struct settings *settings, const char *name);

enum number { NUMBER_ABSENT, NUMBER_READ, NUMBER_UNCLEAR };

/* A number as shadow reads it: decimal, octal after `0`, hexadecimal after `0x`, from -1. */
enum number login_defs_number(const struct setting *setting, int64_t *value);

#endif
