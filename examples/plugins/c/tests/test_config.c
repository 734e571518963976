#include <string.h>

#include "cJSON.h"
#include "check.h"

static bool reads(const char *json) {
    struct arena arena = {0};
    struct config config;
    struct text why = {0};
    bool good = config_read(&arena, text_of(json), &config, &why);
    HOLDS(good == (why.length == 0));
    arena_release(&arena);
    return good;
}

static void what_the_schema_allows_is_read(void) {
    HOLDS(reads("{}"));
    HOLDS(reads("{\"password-max-days\":1,\"min-length\":128,\"umask\":\"0077\"}"));
    HOLDS(reads("{\"allowed-hash-methods\":[\"BCRYPT\"],\"drop-ins-complete\":true}"));
}

static void everything_else_is_refused_with_a_reason(void) {
    const char *bad[] = {
        "",
        "[]",
        "null",
        "{",
        "{\"password-max-day\":1}",
        "{\"password-max-days\":0}",
        "{\"password-max-days\":3651}",
        "{\"password-max-days\":1.5}",
        "{\"password-max-days\":\"90\"}",
        "{\"password-max-days\":1e400}",
        "{\"password-max-days\":null}",
        "{\"umask\":\"89\"}",
        "{\"umask\":\"7777\"}",
        "{\"umask\":27}",
        "{\"allowed-hash-methods\":[]}",
        "{\"allowed-hash-methods\":[\"DES\"]}",
        "{\"allowed-hash-methods\":[1]}",
        "{\"drop-ins-complete\":1}",
        "{\"umask\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        HOLDS(!reads(bad[i]));
    }
}

/* The schema's defaults are what users read, config_read's are what counts. */
static void the_schema_names_the_defaults_that_are_used(void) {
    cJSON *schema = cJSON_Parse(config_schema);
    HOLDS(schema != NULL);
    HOLDS(cJSON_IsFalse(cJSON_GetObjectItem(schema, "additionalProperties")));
    cJSON *given = cJSON_CreateObject();
    const cJSON *property = NULL;
    cJSON_ArrayForEach(property, cJSON_GetObjectItem(schema, "properties")) {
        const cJSON *value = cJSON_GetObjectItem(property, "default");
        HOLDS(value != NULL);
        cJSON_AddItemToObject(given, property->string, cJSON_Duplicate(value, true));
    }
    char *json = cJSON_PrintUnformatted(given);
    struct arena arena = {0};
    struct config stated;
    struct config used;
    struct text why = {0};
    HOLDS(config_read(&arena, text_of(json), &stated, &why));
    HOLDS(config_read(&arena, TEXT("{}"), &used, &why));
    HOLDS(stated.password_max_days == used.password_max_days);
    HOLDS(stated.password_min_days == used.password_min_days);
    HOLDS(stated.password_warning_days == used.password_warning_days);
    HOLDS(memcmp(stated.allowed_hashes, used.allowed_hashes, sizeof used.allowed_hashes) == 0);
    HOLDS(stated.umask == used.umask);
    HOLDS(stated.min_length == used.min_length);
    HOLDS(stated.max_failed_attempts == used.max_failed_attempts);
    HOLDS(stated.min_lockout_seconds == used.min_lockout_seconds);
    HOLDS(stated.min_failure_window_seconds == used.min_failure_window_seconds);
    HOLDS(stated.drop_ins_complete == used.drop_ins_complete);
    arena_release(&arena);
    cJSON_free(json);
    cJSON_Delete(given);
    cJSON_Delete(schema);
}

void test_config(void) {
    what_the_schema_allows_is_read();
    everything_else_is_refused_with_a_reason();
    the_schema_names_the_defaults_that_are_used();
}
