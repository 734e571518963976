#include "check.h"

static void a_limit_within_the_thresholds_passes_with_its_line(void) {
    struct given given = {.login_defs = "# ageing\nPASS_MAX_DAYS\t365\nPASS_MIN_DAYS   1\n"
                                        "  PASS_WARN_AGE 7\n"};
    EXPECT(given, "password-age-limited", OUTCOME_PASS, "PASS_MAX_DAYS 365", 2);
    EXPECT(given, "password-change-spaced", OUTCOME_PASS, "PASS_MIN_DAYS 1", 3);
    EXPECT(given, "password-expiry-announced", OUTCOME_PASS, "PASS_WARN_AGE 7", 4);
}

static void a_limit_just_beyond_the_threshold_fails(void) {
    EXPECT(((struct given){.login_defs = "PASS_MAX_DAYS 366\n"}), "password-age-limited",
           OUTCOME_FAIL, "PASS_MAX_DAYS 366", 1);
    EXPECT(((struct given){.login_defs = "PASS_MIN_DAYS 0\n"}), "password-change-spaced",
           OUTCOME_FAIL, "PASS_MIN_DAYS 0", 1);
    EXPECT(((struct given){.login_defs = "PASS_WARN_AGE 6\n"}), "password-expiry-announced",
           OUTCOME_FAIL, "PASS_WARN_AGE 6", 1);
}

static void no_limit_at_all_fails(void) {
    EXPECT(((struct given){.login_defs = "PASS_MAX_DAYS -1\n"}), "password-age-limited", OUTCOME_FAIL,
           "PASS_MAX_DAYS -1", 1);
    EXPECT(((struct given){.login_defs = "PASS_MAX_DAYS 0\n"}), "password-age-limited", OUTCOME_FAIL,
           "PASS_MAX_DAYS 0", 1);
    EXPECT(((struct given){.login_defs = "# nothing\n"}), "password-age-limited", OUTCOME_FAIL,
           "compiled in", 0);
}

static void the_last_line_counts(void) {
    EXPECT(((struct given){.login_defs = "PASS_MAX_DAYS 90\nPASS_MAX_DAYS 99999\n"}),
           "password-age-limited", OUTCOME_FAIL, "PASS_MAX_DAYS 99999", 2);
}

static void numbers_are_read_as_shadow_reads_them(void) {
    EXPECT(((struct given){.login_defs = "PASS_MAX_DAYS 0x5a\n"}), "password-age-limited",
           OUTCOME_PASS, "PASS_MAX_DAYS 90", 1);
    EXPECT(((struct given){.login_defs = "PASS_MAX_DAYS 0132\n"}), "password-age-limited",
           OUTCOME_PASS, "PASS_MAX_DAYS 90", 1);
}

static void what_releases_read_differently_is_inconclusive(void) {
    const char *unclear[] = {
        "PASS_MAX_DAYS 90 # a comment\n",
        "PASS_MAX_DAYS \"90\"\n",
        "PASS_MAX_DAYS ninety\n",
        "PASS_MAX_DAYS 90\r\n",
        "PASS_MAX_DAYS 089\n",
        "PASS_MAX_DAYS -2\n",
        "PASS_MAX_DAYS 2147483648\n",
        "PASS_MAX_DAYS 99999999999999999999999999\n",
    };
    for (size_t i = 0; i < sizeof unclear / sizeof unclear[0]; i++) {
        EXPECT(((struct given){.login_defs = unclear[i]}), "password-age-limited",
               OUTCOME_INCONCLUSIVE, "write the number alone", 1);
    }
}

static void names_are_case_sensitive(void) {
    EXPECT(((struct given){.login_defs = "pass_max_days 90\n"}), "password-age-limited", OUTCOME_FAIL,
           "compiled in", 0);
}

static void a_name_without_a_value_is_inconclusive_everywhere(void) {
    struct given given = {.login_defs = "PASS_MAX_DAYS 90\nPASS_MIN_DAYS=1\n"};
    EXPECT(given, "password-age-limited", OUTCOME_INCONCLUSIVE, "`PASS_MIN_DAYS=1` has no value", 2);
    EXPECT(given, "password-hash-strong", OUTCOME_INCONCLUSIVE, "`PASS_MIN_DAYS=1` has no value", 2);
}

static void a_failing_line_stays_failing_beside_an_unreadable_one(void) {
    struct given given = {.login_defs = "PASS_MAX_DAYS 99999\nUMASK\n"};
    EXPECT(given, "password-age-limited", OUTCOME_FAIL, "PASS_MAX_DAYS 99999", 1);
    EXPECT(given, "password-age-limited", OUTCOME_INCONCLUSIVE, "`UMASK` has no value", 2);
}

static void strong_methods_pass_and_weak_ones_fail(void) {
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD YESCRYPT\n"}), "password-hash-strong",
           OUTCOME_PASS, "YESCRYPT", 1);
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD SHA512\n"}), "password-hash-strong",
           OUTCOME_PASS, "SHA512", 1);
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD SHA256\n"}), "password-hash-strong",
           OUTCOME_FAIL, "SHA256", 1);
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD MD5\n"}), "password-hash-strong",
           OUTCOME_FAIL, "MD5", 1);
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD DES\n"}), "password-hash-strong",
           OUTCOME_FAIL, "DES", 1);
}

static void a_method_that_shadow_does_not_know_is_inconclusive(void) {
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD yescrypt\n"}), "password-hash-strong",
           OUTCOME_INCONCLUSIVE, "`yescrypt` is no method", 1);
    EXPECT(((struct given){.login_defs = "# none\n"}), "password-hash-strong", OUTCOME_INCONCLUSIVE,
           "compiled in is SHA512 since shadow 4.20", 0);
}

static void what_shadow_and_pam_read_differently_is_inconclusive(void) {
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD MD5\nENCRYPT_METHOD SHA512\n"}),
           "password-hash-strong", OUTCOME_INCONCLUSIVE, "PAM takes the first, `MD5`", 2);
    EXPECT(((struct given){.login_defs = "encrypt_method MD5\n"}), "password-hash-strong",
           OUTCOME_INCONCLUSIVE, "PAM reads it and shadow does not", 1);
    EXPECT(((struct given){.login_defs = "ENCRYPT_METHOD SHA512\nENCRYPT_METHOD SHA512\n"}),
           "password-hash-strong", OUTCOME_PASS, "SHA512", 2);
}

static void the_mask_has_to_take_the_configured_bits_away(void) {
    EXPECT(((struct given){.login_defs = "UMASK 027\n"}), "new-files-private", OUTCOME_PASS,
           "UMASK 027", 1);
    EXPECT(((struct given){.login_defs = "UMASK 0077\n"}), "new-files-private", OUTCOME_PASS,
           "UMASK 077", 1);
    EXPECT(((struct given){.login_defs = "UMASK 022\n"}), "new-files-private", OUTCOME_FAIL,
           "UMASK 022", 1);
    EXPECT(((struct given){.login_defs = "UMASK 0\n"}), "new-files-private", OUTCOME_FAIL,
           "UMASK 000", 1);
    EXPECT(((struct given){.login_defs = "# none\n"}), "new-files-private", OUTCOME_FAIL,
           "compiled in is 022", 0);
}

static void a_mask_that_is_decimal_for_shadow_and_octal_for_pam_is_inconclusive(void) {
    EXPECT(((struct given){.login_defs = "UMASK 77\n"}), "new-files-private", OUTCOME_INCONCLUSIVE,
           "`77` is not read alike", 1);
    EXPECT(((struct given){.login_defs = "UMASK 01777\n"}), "new-files-private",
           OUTCOME_INCONCLUSIVE, "is not read alike", 1);
    EXPECT(((struct given){.login_defs = "UMASK -1\n"}), "new-files-private", OUTCOME_INCONCLUSIVE,
           "is not read alike", 1);
}

static void thresholds_are_configured(void) {
    struct given given = {
        .login_defs = "PASS_MAX_DAYS 90\nENCRYPT_METHOD SHA256\nUMASK 022\n",
        .config = "{\"password-max-days\":60,\"allowed-hash-methods\":[\"SHA256\"],\"umask\":\"002\"}",
    };
    EXPECT(given, "password-age-limited", OUTCOME_FAIL, "PASS_MAX_DAYS 90", 1);
    EXPECT(given, "password-hash-strong", OUTCOME_PASS, "SHA256", 2);
    EXPECT(given, "new-files-private", OUTCOME_PASS, "UMASK 022", 3);
}

void test_login_defs(void) {
    a_limit_within_the_thresholds_passes_with_its_line();
    a_limit_just_beyond_the_threshold_fails();
    no_limit_at_all_fails();
    the_last_line_counts();
    numbers_are_read_as_shadow_reads_them();
    what_releases_read_differently_is_inconclusive();
    names_are_case_sensitive();
    a_name_without_a_value_is_inconclusive_everywhere();
    a_failing_line_stays_failing_beside_an_unreadable_one();
    strong_methods_pass_and_weak_ones_fail();
    a_method_that_shadow_does_not_know_is_inconclusive();
    what_shadow_and_pam_read_differently_is_inconclusive();
    the_mask_has_to_take_the_configured_bits_away();
    a_mask_that_is_decimal_for_shadow_and_octal_for_pam_is_inconclusive();
    thresholds_are_configured();
}
