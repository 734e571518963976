#include <stdio.h>

#include "login_defs.h"
#include "rules.h"

/* What shadow does where a number of days is not set: it sets none (releases 4.8 to 4.20). */
#define NO_DAYS (-1)

static struct verdict unclear_number(const struct subject *subject, const struct setting *setting) {
    struct verdict verdict = verdict_unclear();
    verdict.actual = text_print(subject->arena,
                                "%.*s %s is no number that every release of shadow reads alike; write "
                                "the number alone",
                                (int)setting->name.length, setting->name.at,
                                text_quote(subject->arena, setting->value));
    verdict_at(&verdict, setting->place);
    return verdict;
}

/* Judges a number of days; `least` and `most` belong to what is allowed. */
static struct verdict days(const struct subject *subject, const char *name, int64_t least,
                           int64_t most) {
    const struct setting *setting = login_defs_find(subject->settings, name);
    int64_t value = NO_DAYS;
    if (login_defs_number(setting, &value) == NUMBER_UNCLEAR) {
        return unclear_number(subject, setting);
    }
    struct verdict verdict = verdict_pass_if(value >= least && value <= most);
    verdict.expected =
        most == INT32_MAX
            ? text_print(subject->arena, "%s %lld or more", name, (long long)least)
            : text_print(subject->arena, "%s from %lld to %lld", name, (long long)least,
                         (long long)most);
    if (setting == NULL) {
        verdict.actual =
            text_print(subject->arena, "%s is not set; compiled in is -1, no limit", name);
        verdict_at(&verdict, subject->settings->file);
    } else {
        verdict.actual = text_print(subject->arena, "%s %lld", name, (long long)value);
        verdict_at(&verdict, setting->place);
    }
    return verdict;
}

static struct verdict judge_password_age(const struct subject *subject) {
    return days(subject, "PASS_MAX_DAYS", 1, subject->config->password_max_days);
}

const struct rule password_age_limited = {
    .id = "password-age-limited",
    .title = "Passwords of new accounts expire",
    .description =
        "A password that leaked unnoticed stays useful only until it has to be changed. PASS_MAX_DAYS "
        "is the age limit that useradd and newusers give to accounts that they create; accounts that "
        "exist already keep their own, which /etc/shadow shows. Source: CIS Debian Linux 12 Benchmark, "
        "recommendation 5.4.1.1.",
    .remedy = "Set PASS_MAX_DAYS in /etc/login.defs, and give existing accounts the same limit with "
              "`chage --maxdays`.",
    .severity = SEVERITY_MEDIUM,
    .relation = RELATION_IMPLEMENTS,
    .rationale = "Every local account is created with a password that ends, which is the part of "
                 "managing credentials over their life that this file decides.",
    .tool = TOOL_LOGIN_DEFS,
    .judge = judge_password_age,
};

static struct verdict judge_password_change(const struct subject *subject) {
    return days(subject, "PASS_MIN_DAYS", subject->config->password_min_days, INT32_MAX);
}

const struct rule password_change_spaced = {
    .id = "password-change-spaced",
    .title = "A new password cannot be changed back at once",
    .description = "Without a least age, a user can change through the whole history in a minute and "
                   "keep the old password. Source: CIS Debian Linux 12 Benchmark, recommendation "
                   "5.4.1.2.",
    .remedy = "Set PASS_MIN_DAYS in /etc/login.defs, and give existing accounts the same limit with "
              "`chage --mindays`.",
    .severity = SEVERITY_LOW,
    .relation = RELATION_SUPPORTS,
    .rationale = "Rules about reuse of credentials only hold where changes are spaced.",
    .tool = TOOL_LOGIN_DEFS,
    .judge = judge_password_change,
};

static struct verdict judge_expiry(const struct subject *subject) {
    return days(subject, "PASS_WARN_AGE", subject->config->password_warning_days, INT32_MAX);
}

const struct rule password_expiry_announced = {
    .id = "password-expiry-announced",
    .title = "Users are warned before their password expires",
    .description = "A user who is surprised by an expired password chooses a hasty one or is locked "
                   "out. Source: CIS Debian Linux 12 Benchmark, recommendation 5.4.1.3.",
    .remedy = "Set PASS_WARN_AGE in /etc/login.defs, and give existing accounts the same time with "
              "`chage --warndays`.",
    .severity = SEVERITY_LOW,
    .relation = RELATION_SUPPORTS,
    .rationale = "A planned change of a credential is a better one.",
    .tool = TOOL_LOGIN_DEFS,
    .judge = judge_expiry,
};

/* The allowed methods, as a list for people. */
static struct text allowed_methods(const struct subject *subject) {
    struct text list = TEXT("ENCRYPT_METHOD ");
    bool first = true;
    for (int method = 0; method < HASHES; method++) {
        if (subject->config->allowed_hashes[method]) {
            list = text_print(subject->arena, "%.*s%s%s", (int)list.length, list.at,
                              first ? "" : " or ", hash_names[method]);
            first = false;
        }
    }
    return list;
}

/* Shadow and PAM read this name from different lines. */
static struct verdict contradiction(const struct subject *subject, const struct setting *shadow,
                                    const struct setting *pam) {
    struct verdict verdict = verdict_unclear();
    if (shadow == NULL) {
        verdict.actual = text_print(subject->arena,
                                    "%.*s is spelled so that PAM reads it and shadow does not",
                                    (int)pam->name.length, pam->name.at);
    } else {
        verdict.actual = text_print(
            subject->arena, "%.*s is set twice: PAM takes the first, %s, and shadow the last, %s",
            (int)shadow->name.length, shadow->name.at, text_quote(subject->arena, pam->value),
            text_quote(subject->arena, shadow->value));
        verdict_at(&verdict, shadow->place);
    }
    verdict_at(&verdict, pam->place);
    return verdict;
}

static struct verdict judge_hash(const struct subject *subject) {
    static const char name[] = "ENCRYPT_METHOD";
    const struct setting *setting = login_defs_find(subject->settings, name);
    const struct setting *other = login_defs_other(subject->settings, name);
    if (other != NULL) {
        return contradiction(subject, setting, other);
    }
    struct verdict verdict = verdict_unclear();
    verdict.expected = allowed_methods(subject);
    if (setting == NULL) {
        verdict.actual = TEXT("ENCRYPT_METHOD is not set; compiled in is SHA512 since shadow 4.20 and "
                              "DES, or MD5 by MD5_CRYPT_ENAB, before");
        verdict_at(&verdict, subject->settings->file);
        return verdict;
    }
    verdict_at(&verdict, setting->place);
    verdict.actual =
        text_print(subject->arena, "ENCRYPT_METHOD %s is no method that shadow knows, so it takes what "
                                   "is compiled in: SHA512 since 4.20, DES before",
                   text_quote(subject->arena, setting->value));
    for (int method = 0; method < HASHES; method++) {
        if (text_is(setting->value, hash_names[method])) {
            bool good = subject->config->allowed_hashes[method];
            verdict.outcome = good ? OUTCOME_PASS : OUTCOME_FAIL;
            verdict.actual = text_print(subject->arena, "ENCRYPT_METHOD %s", hash_names[method]);
        }
    }
    return verdict;
}

const struct rule password_hash_strong = {
    .id = "password-hash-strong",
    .title = "Passwords are stored so that guessing them is expensive",
    .description =
        "Whoever gets hold of /etc/shadow guesses DES and MD5 hashes by the billion. ENCRYPT_METHOD "
        "decides how shadow's own tools store passwords, and how pam_unix does where its line in "
        "/etc/pam.d names no method; such a line outranks this file and is not examined here. Source: "
        "CIS Debian Linux 12 Benchmark, recommendation 5.4.1.4.",
    .remedy = "Set ENCRYPT_METHOD YESCRYPT (or SHA512) in /etc/login.defs and the same method on the "
              "line of pam_unix, then have passwords changed that were stored before.",
    .severity = SEVERITY_HIGH,
    .relation = RELATION_IMPLEMENTS,
    .rationale = "Stored credentials are protected: those that shadow's tools store, and those that PAM "
                 "stores without a method of its own.",
    .tool = TOOL_LOGIN_DEFS,
    .judge = judge_hash,
};

static struct verdict judge_umask(const struct subject *subject) {
    static const char name[] = "UMASK";
    const struct setting *setting = login_defs_find(subject->settings, name);
    const struct setting *other = login_defs_other(subject->settings, name);
    if (other != NULL) {
        return contradiction(subject, setting, other);
    }
    /* Shadow's GETDEF_DEFAULT_UMASK. */
    int64_t value = 022;
    enum number number = login_defs_number(setting, &value);
    /* Shadow takes `27` for a decimal number, PAM for an octal one. */
    bool octal = number == NUMBER_READ && (setting->value.at[0] == '0' || setting->value.length == 1);
    if (number == NUMBER_UNCLEAR || (number == NUMBER_READ && (!octal || value < 0 || value > 0777))) {
        struct verdict verdict = verdict_unclear();
        verdict.actual = text_print(subject->arena,
                                    "UMASK %s is not read alike by shadow and PAM; write it in octal "
                                    "with a leading 0",
                                    text_quote(subject->arena, setting->value));
        verdict_at(&verdict, setting->place);
        return verdict;
    }
    int64_t wanted = subject->config->umask;
    struct verdict verdict = verdict_pass_if((value & wanted) == wanted);
    verdict.expected =
        text_print(subject->arena, "UMASK %03llo or stricter", (unsigned long long)wanted);
    verdict.actual =
        setting == NULL
            ? TEXT("UMASK is not set; compiled in is 022")
            : text_print(subject->arena, "UMASK %03llo", (unsigned long long)value);
    verdict_at(&verdict, setting == NULL ? subject->settings->file : setting->place);
    return verdict;
}

const struct rule new_files_private = {
    .id = "new-files-private",
    .title = "New files and home directories are closed to other users",
    .description = "What a user creates is open to all others on the host unless the file mode mask takes "
                   "that away. UMASK is what login, pam_umask and useradd begin with; a shell's own "
                   "start files may change it. Source: CIS Debian Linux 12 Benchmark, recommendation "
                   "5.4.3.3.",
    .remedy = "Set UMASK 027 (or 077) in /etc/login.defs and keep pam_umask in the session stack.",
    .severity = SEVERITY_MEDIUM,
    .relation = RELATION_SUPPORTS,
    .rationale = "Access to files is given on purpose instead of by default.",
    .tool = TOOL_LOGIN_DEFS,
    .judge = judge_umask,
};
