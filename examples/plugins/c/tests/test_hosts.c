#include "check.h"

static void the_host_stands_before_the_place_of_the_file(void) {
    const struct {
        enum role role;
        const char *path;
        const char *host;
    } cases[] = {
        {ROLE_LOGIN_DEFS, "hosts/web-1/etc/login.defs", "hosts/web-1"},
        {ROLE_LOGIN_DEFS, "web-1/login.defs", "web-1"},
        {ROLE_LOGIN_DEFS, "etc/login.defs", "this host"},
        {ROLE_LOGIN_DEFS, "login.defs", "this host"},
        {ROLE_LOGIN_DEFS, "web-1-login.defs", "web-1-login.defs"},
        {ROLE_PWQUALITY, "web-1/etc/security/pwquality.conf", "web-1"},
        {ROLE_PWQUALITY, "web-1/pwquality.conf", "web-1"},
        {ROLE_PWQUALITY, "fetc/pwquality.conf", "fetc"},
        {ROLE_PWQUALITY_DROP_IN, "web-1/etc/security/pwquality.conf.d/50-a.conf", "web-1"},
        {ROLE_FAILLOCK, "web-1/etc/security/faillock.conf", "web-1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text host = file_host(cases[i].role, text_of(cases[i].path));
        HOLDS(text_is(host, cases[i].host));
    }
}

static void drop_ins_are_told_by_their_directory(void) {
    HOLDS(file_pwquality_role(TEXT("a/pwquality.conf.d/x.conf")) == ROLE_PWQUALITY_DROP_IN);
    HOLDS(file_pwquality_role(TEXT("a/pwquality.conf")) == ROLE_PWQUALITY);
    HOLDS(file_is_drop_in(TEXT("a/pwquality.conf.d/50-x.conf")));
    HOLDS(!file_is_drop_in(TEXT("a/pwquality.conf.d/x.conf.conf")));
    HOLDS(!file_is_drop_in(TEXT("a/pwquality.conf.d/x.conf~")));
}

static struct report judge(struct arena *arena, const struct file *files, size_t count) {
    struct config config;
    struct text why;
    HOLDS(config_read(arena, TEXT("{}"), &config, &why));
    return rules_judge(arena, &config, hosts_read(arena, files, count));
}

static void every_host_is_a_subject_of_every_control(void) {
    struct arena arena = {0};
    const struct file files[] = {
        {ROLE_LOGIN_DEFS, TEXT("b/etc/login.defs"), TEXT("PASS_MAX_DAYS 90\n")},
        {ROLE_FAILLOCK, TEXT("a/etc/security/faillock.conf"), TEXT("deny = 3\n")},
    };
    struct report report = judge(&arena, files, 2);
    HOLDS(report.population_count == rule_count);
    HOLDS(report.populations[0].size == 2);
    HOLDS(check_count(&report, "password-age-limited", OUTCOME_PASS) == 1);
    HOLDS(check_count(&report, "password-age-limited", OUTCOME_INCONCLUSIVE) == 1);
    HOLDS(check_count(&report, "accounts-locked", OUTCOME_PASS) == 1);
    HOLDS(check_count(&report, "accounts-locked", OUTCOME_INCONCLUSIVE) == 1);
    arena_release(&arena);
}

static void two_files_for_one_host_are_inconclusive(void) {
    struct arena arena = {0};
    const struct file files[] = {
        {ROLE_LOGIN_DEFS, TEXT("a/etc/login.defs"), TEXT("PASS_MAX_DAYS 90\n")},
        {ROLE_LOGIN_DEFS, TEXT("a/login.defs"), TEXT("PASS_MAX_DAYS 90\n")},
    };
    struct report report = judge(&arena, files, 2);
    HOLDS(check_count(&report, NULL, OUTCOME_PASS) == 0);
    HOLDS(check_count(&report, "password-age-limited", OUTCOME_INCONCLUSIVE) == 1);
    arena_release(&arena);
}

static void no_file_gives_no_finding_and_no_population(void) {
    struct arena arena = {0};
    struct report report = judge(&arena, NULL, 0);
    HOLDS(report.finding_count == 0 && report.population_count == 0);
    arena_release(&arena);
}

void test_hosts(void) {
    the_host_stands_before_the_place_of_the_file();
    drop_ins_are_told_by_their_directory();
    every_host_is_a_subject_of_every_control();
    two_files_for_one_host_are_inconclusive();
    no_file_gives_no_finding_and_no_population();
}
