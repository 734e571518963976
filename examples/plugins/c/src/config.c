#include "config.h"

#include <stddef.h>
#include <string.h>

#include "cJSON.h"
#include "number.h"

const char *const hash_names[HASHES] = {
    [HASH_DES] = "DES",       [HASH_MD5] = "MD5",       [HASH_SHA256] = "SHA256",
    [HASH_SHA512] = "SHA512", [HASH_BCRYPT] = "BCRYPT", [HASH_YESCRYPT] = "YESCRYPT",
};

const char config_schema[] =
    "{"
    "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
    "\"type\":\"object\","
    "\"additionalProperties\":false,"
    "\"properties\":{"
    "\"password-max-days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":3650,\"default\":365,"
    "\"description\":\"The greatest PASS_MAX_DAYS. The default is that of the CIS Debian Linux 12 "
    "Benchmark, recommendation 5.4.1.1. NIST SP 800-63B advises against expiry without a reason; a team "
    "that follows it waives the control.\"},"
    "\"password-min-days\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":365,\"default\":1,"
    "\"description\":\"The least PASS_MIN_DAYS. The default is that of the CIS Debian Linux 12 "
    "Benchmark, recommendation 5.4.1.2.\"},"
    "\"password-warning-days\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":365,\"default\":7,"
    "\"description\":\"The least PASS_WARN_AGE. The default is that of the CIS Debian Linux 12 "
    "Benchmark, recommendation 5.4.1.3.\"},"
    "\"allowed-hash-methods\":{\"type\":\"array\",\"minItems\":1,\"uniqueItems\":true,"
    "\"items\":{\"enum\":[\"SHA256\",\"SHA512\",\"BCRYPT\",\"YESCRYPT\"]},"
    "\"default\":[\"SHA512\",\"YESCRYPT\"],"
    "\"description\":\"Values of ENCRYPT_METHOD that are strong enough. The default is that of the CIS "
    "Debian Linux 12 Benchmark, recommendation 5.4.1.4.\"},"
    "\"umask\":{\"type\":\"string\",\"pattern\":\"^0?[0-7]{3}$\",\"default\":\"027\","
    "\"description\":\"The bits that UMASK has to take away, in octal. The default is that of the CIS "
    "Debian Linux 12 Benchmark, recommendation 5.4.3.3.\"},"
    "\"min-length\":{\"type\":\"integer\",\"minimum\":6,\"maximum\":128,\"default\":14,"
    "\"description\":\"The least length of a password in characters, after all credits. The default is "
    "that of the CIS Debian Linux 12 Benchmark, recommendation 5.3.3.2.2; NIST SP 800-63B-4 asks for 15 "
    "where the password is the only factor.\"},"
    "\"max-failed-attempts\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100,\"default\":5,"
    "\"description\":\"The greatest `deny` of pam_faillock. The default is that of the CIS Debian Linux "
    "12 Benchmark, recommendation 5.3.3.1.1; NIST SP 800-63B allows no more than 100.\"},"
    "\"min-lockout-seconds\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":604800,\"default\":900,"
    "\"description\":\"The least `unlock_time` of pam_faillock, where it is not `never`. The default is "
    "that of the CIS Debian Linux 12 Benchmark, recommendation 5.3.3.1.2.\"},"
    "\"min-failure-window-seconds\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":604800,"
    "\"default\":900,\"description\":\"The least `fail_interval` of pam_faillock. The default is the "
    "module's own.\"},"
    "\"drop-ins-complete\":{\"type\":\"boolean\",\"default\":false,"
    "\"description\":\"Whether every file of /etc/security/pwquality.conf.d is among the evidence. "
    "Without that, what no line of pwquality.conf itself sets may be set by a file that was not "
    "collected, and cannot pass.\"}"
    "}}";

struct range {
    const char *key;
    size_t offset;
    int64_t least;
    int64_t most;
};

static const struct range ranges[] = {
    {"password-max-days", offsetof(struct config, password_max_days), 1, 3650},
    {"password-min-days", offsetof(struct config, password_min_days), 0, 365},
    {"password-warning-days", offsetof(struct config, password_warning_days), 0, 365},
    {"min-length", offsetof(struct config, min_length), 6, 128},
    {"max-failed-attempts", offsetof(struct config, max_failed_attempts), 1, 100},
    {"min-lockout-seconds", offsetof(struct config, min_lockout_seconds), 1, 604800},
    {"min-failure-window-seconds", offsetof(struct config, min_failure_window_seconds), 1, 604800},
};

static bool read_range(struct config *config, const struct range *range, const cJSON *value) {
    double number = cJSON_GetNumberValue(value);
    if (!cJSON_IsNumber(value) || !(number >= (double)range->least) ||
        !(number <= (double)range->most) || number != (double)(int64_t)number) {
        return false;
    }
    *(int64_t *)(void *)((char *)config + range->offset) = (int64_t)number;
    return true;
}

static bool read_hashes(struct config *config, const cJSON *value) {
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) == 0) {
        return false;
    }
    memset(config->allowed_hashes, 0, sizeof config->allowed_hashes);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, value) {
        const char *name = cJSON_GetStringValue(item);
        bool known = false;
        for (int method = HASH_SHA256; name != NULL && method < HASHES; method++) {
            if (strcmp(hash_names[method], name) == 0) {
                config->allowed_hashes[method] = known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

static bool read_umask(struct config *config, const cJSON *value) {
    const char *digits = cJSON_GetStringValue(value);
    return digits != NULL && strlen(digits) >= 3 && strlen(digits) <= 4 &&
           number_read(text_of(digits), 8, 0777, &config->umask);
}

static bool read_key(struct config *config, const cJSON *value) {
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (strcmp(ranges[i].key, value->string) == 0) {
            return read_range(config, &ranges[i], value);
        }
    }
    if (strcmp(value->string, "allowed-hash-methods") == 0) {
        return read_hashes(config, value);
    }
    if (strcmp(value->string, "umask") == 0) {
        return read_umask(config, value);
    }
    if (strcmp(value->string, "drop-ins-complete") == 0) {
        config->drop_ins_complete = cJSON_IsTrue(value);
        return cJSON_IsBool(value);
    }
    return false;
}

bool config_read(struct arena *arena, struct text json, struct config *config, struct text *why) {
    *config = (struct config){
        .password_max_days = 365,
        .password_min_days = 1,
        .password_warning_days = 7,
        .allowed_hashes = {[HASH_SHA512] = true, [HASH_YESCRYPT] = true},
        .umask = 027,
        .min_length = 14,
        .max_failed_attempts = 5,
        .min_lockout_seconds = 900,
        .min_failure_window_seconds = 900,
    };
    cJSON *object = cJSON_ParseWithLength(json.at, json.length);
    if (!cJSON_IsObject(object)) {
        cJSON_Delete(object);
        *why = TEXT("the configuration is no JSON object");
        return false;
    }
    bool good = true;
    const cJSON *value = NULL;
    cJSON_ArrayForEach(value, object) {
        if (good && !read_key(config, value)) {
            *why = text_print(arena, "%s is no option of this plugin, or its value is not allowed",
                              text_quote(arena, text_of(value->string)));
            good = false;
        }
    }
    cJSON_Delete(object);
    return good;
}
