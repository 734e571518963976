/* What can be configured. The schema in config.c says it to users; both hold the same defaults. */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "text.h"

/* Ways of storing a password that shadow knows by name. */
enum hash_method { HASH_DES, HASH_MD5, HASH_SHA256, HASH_SHA512, HASH_BCRYPT, HASH_YESCRYPT, HASHES };

/* Shadow's name of a method. */
extern const char *const hash_names[HASHES];

struct config {
    int64_t password_max_days;
    int64_t password_min_days;
    int64_t password_warning_days;
    bool allowed_hashes[HASHES];
    int64_t umask;
    int64_t min_length;
    int64_t max_failed_attempts;
    int64_t min_lockout_seconds;
    int64_t min_failure_window_seconds;
    bool drop_ins_complete;
};

/* JSON Schema 2020-12. */
extern const char config_schema[];

/* Reads the configuration. False, with the reason, where it is not of the schema: the host checks that
 * too, but a plugin does not rely on it. */
bool config_read(struct arena *arena, struct text json, struct config *config, struct text *why);

#endif
