/* Damaged evidence never crashes the rules and never makes a control pass that did not pass before. */
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const char *const good[] = {
    "PASS_MAX_DAYS 90\nPASS_MIN_DAYS 1\nPASS_WARN_AGE 14\nENCRYPT_METHOD YESCRYPT\nUMASK 027\n",
    "minlen = 16\ndcredit = 0\nucredit = 0\nlcredit = 0\nocredit = 0\ndictcheck = 1\nenforcing = 1\n",
    "deny = 4\nfail_interval = 900\nunlock_time = 900\n",
};

/* Judges one good host of which one file has other bytes, and counts what passes. */
static size_t passing(size_t which, struct text bytes) {
    struct file files[] = {
        {ROLE_LOGIN_DEFS, TEXT("web/etc/login.defs"), text_of(good[0])},
        {ROLE_PWQUALITY, TEXT("web/etc/security/pwquality.conf"), text_of(good[1])},
        {ROLE_FAILLOCK, TEXT("web/etc/security/faillock.conf"), text_of(good[2])},
    };
    files[which].bytes = bytes;
    struct arena arena = {0};
    struct config config;
    struct text why;
    HOLDS(config_read(&arena, TEXT("{}"), &config, &why));
    struct report report = rules_judge(&arena, &config, hosts_read(&arena, files, 3));
    size_t count = check_count(&report, NULL, OUTCOME_PASS);
    arena_release(&arena);
    return count;
}

/* How many controls look at each file. */
static const size_t controls[] = {5, 3, 2};

static void good_files_pass_everything(void) {
    HOLDS(passing(0, text_of(good[0])) == 10);
}

static void no_bytes_and_binary_bytes_pass_nothing(void) {
    char binary[4096];
    unsigned state = 1;
    for (size_t i = 0; i < sizeof binary; i++) {
        state = state * 1103515245u + 12345u;
        binary[i] = (char)(state >> 16);
    }
    for (size_t which = 0; which < 3; which++) {
        HOLDS(passing(which, TEXT("")) == 10 - controls[which]);
        HOLDS(passing(which, TEXT(" \n\n\t")) == 10 - controls[which]);
        HOLDS(passing(which, (struct text){binary, sizeof binary}) == 10 - controls[which]);
    }
}

static void utf_16_passes_nothing(void) {
    for (size_t which = 0; which < 3; which++) {
        size_t length = strlen(good[which]);
        char *wide = calloc(length, 2);
        HOLDS(wide != NULL);
        for (size_t i = 0; i < length; i++) {
            wide[2 * i] = good[which][i];
        }
        HOLDS(passing(which, (struct text){wide, 2 * length}) == 10 - controls[which]);
        free(wide);
    }
}

static void a_file_that_is_too_long_passes_nothing(void) {
    for (size_t which = 0; which < 3; which++) {
        size_t length = MAX_FILE_BYTES + 1;
        char *bytes = malloc(length);
        HOLDS(bytes != NULL);
        memset(bytes, '#', length);
        memcpy(bytes, good[which], strlen(good[which]));
        HOLDS(passing(which, (struct text){bytes, length}) == 10 - controls[which]);
        free(bytes);
    }
}

static void every_cut_and_every_changed_byte_is_survived(void) {
    static const char changes[] = {'\0', '\n', '#', '=', ' ', '"', '\x80', '\xff', '9'};
    for (size_t which = 0; which < 3; which++) {
        size_t length = strlen(good[which]);
        for (size_t cut = 0; cut < length; cut++) {
            HOLDS(passing(which, (struct text){good[which], cut}) <= 10);
            /* A copy of exactly this length, so that reading past its end is seen. */
            for (size_t change = 0; change < sizeof changes; change++) {
                char *bytes = malloc(length);
                memcpy(bytes, good[which], length);
                bytes[cut] = changes[change];
                HOLDS(passing(which, (struct text){bytes, length}) <= 10);
                free(bytes);
            }
        }
    }
}

void test_damage(void) {
    good_files_pass_everything();
    no_bytes_and_binary_bytes_pass_nothing();
    utf_16_passes_nothing();
    a_file_that_is_too_long_passes_nothing();
    every_cut_and_every_changed_byte_is_survived();
}
