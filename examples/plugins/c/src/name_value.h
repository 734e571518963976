/* Reads the two files of PAM modules that share a syntax, `name = value` with `#` comments:
 * pwquality.conf (libpwquality's src/settings.c, release 1.4) and faillock.conf (Linux-PAM's
 * modules/pam_faillock/faillock_config.c, releases 1.4 to 1.7). */
#ifndef NAME_VALUE_H
#define NAME_VALUE_H

#include "files.h"
#include "settings.h"

/* One file of libpwquality, which stops reading at the first line that it does not understand.
 * Files are given in the order in which it reads them; the last line of a name counts. */
void pwquality_read(struct arena *arena, struct settings *settings, const struct file *file);

/* The file of pam_faillock, which skips lines that it does not understand. */
void faillock_read(struct arena *arena, struct settings *settings, const struct file *file);

/* Names in pwquality.conf may be in any case. */
const struct setting *pwquality_find(const struct settings *settings, const char *name);
const struct setting *faillock_find(const struct settings *settings, const char *name);

/* The number that a setting was read with. Every setting that was kept can be read. */
int64_t name_value_number(const struct setting *setting);

#endif
