#include "name_value.h"
#include "rules.h"

#define NOT_IN_PAM                                                                                  \
    " Arguments of pam_pwquality in /etc/pam.d outrank this file, and whether the module is in use "   \
    "stands there too; neither is examined here."

/* A setting as it takes effect. */
struct effective {
    int64_t value;
    const struct setting *setting;
};

static struct effective effective(const struct subject *subject, const char *name,
                                  int64_t compiled_in) {
    const struct setting *setting = pwquality_find(subject->settings, name);
    return (struct effective){setting == NULL ? compiled_in : name_value_number(setting), setting};
}

/* Adds where a value comes from to the text and the places. */
static void tell(const struct subject *subject, struct verdict *verdict, const char *name,
                 struct effective effective) {
    verdict->actual = text_print(
        subject->arena, "%.*s%s%s %lld%s", (int)verdict->actual.length,
        verdict->actual.at == NULL ? "" : verdict->actual.at, verdict->actual.length > 0 ? ", " : "",
        name, (long long)effective.value, effective.setting == NULL ? " (compiled in)" : "");
    verdict_at(verdict, effective.setting == NULL ? subject->settings->file
                                                  : effective.setting->place);
}

/* What only a drop-in or the compiled-in value decides passes only where all drop-ins are known. */
static void hold_back(const struct subject *subject, struct verdict *verdict, const char *name,
                      struct effective effective) {
    bool outranked = effective.setting == NULL || effective.setting->drop_in;
    if (verdict->outcome == OUTCOME_PASS && outranked && !subject->config->drop_ins_complete) {
        verdict->outcome = OUTCOME_INCONCLUSIVE;
        verdict->actual = text_print(
            subject->arena,
            "%.*s; but pwquality.conf itself does not set %s, and a file in pwquality.conf.d that was "
            "not collected might: set it there, or configure drop-ins-complete",
            (int)verdict->actual.length, verdict->actual.at, name);
    }
}

/* The length of the shortest password that libpwquality accepts. A credit above 0 lets up to so many
 * characters of a class count twice; one below 0 demands so many of the class, which then count once.
 * So a password of length n with r demanded characters reaches n + min(n - r, credits). */
static int64_t shortest(int64_t minlen, const int64_t credits[4]) {
    int64_t demanded = 0;
    int64_t credit = 0;
    for (int i = 0; i < 4; i++) {
        *(credits[i] < 0 ? &demanded : &credit) += credits[i] < 0 ? -credits[i] : credits[i];
    }
    int64_t by_credit = minlen - credit;
    int64_t by_doubling = (minlen + demanded + 1) / 2;
    int64_t length = by_credit > by_doubling ? by_credit : by_doubling;
    return length > demanded ? length : demanded;
}

static struct verdict judge_length(const struct subject *subject) {
    static const char *const names[4] = {"dcredit", "ucredit", "lcredit", "ocredit"};
    struct effective minlen = effective(subject, "minlen", 8);
    /* libpwquality's PWQ_BASE_MIN_LENGTH: a lower value counts as 6. */
    int64_t least = minlen.value < 6 ? 6 : minlen.value;
    struct effective credit[4];
    int64_t credits[4];
    for (int i = 0; i < 4; i++) {
        credit[i] = effective(subject, names[i], 0);
        credits[i] = credit[i].value;
    }
    int64_t length = shortest(least, credits);
    struct verdict verdict = verdict_pass_if(length >= subject->config->min_length);
    tell(subject, &verdict, "minlen", minlen);
    for (int i = 0; i < 4; i++) {
        if (credits[i] > 0) {
            tell(subject, &verdict, names[i], credit[i]);
        }
    }
    verdict.expected = text_print(subject->arena, "%lld characters or more",
                                  (long long)subject->config->min_length);
    verdict.actual = text_print(subject->arena, "%lld characters suffice: %.*s", (long long)length,
                                (int)verdict.actual.length, verdict.actual.at);
    hold_back(subject, &verdict, "minlen", minlen);
    for (int i = 0; i < 4; i++) {
        hold_back(subject, &verdict, names[i], credit[i]);
    }
    return verdict;
}

const struct rule password_length = {
    .id = "password-length",
    .title = "Passwords are long",
    .description =
        "Length is what makes a password hard to guess. `minlen` is not yet the length: each credit "
        "above 0 lets characters of a class count twice, so that the shortest password which is "
        "accepted is judged. Source: CIS Debian Linux 12 Benchmark, recommendation 5.3.3.2.2; NIST SP "
        "800-63B asks for length and advises against rules of composition, which are not judged "
        "here." NOT_IN_PAM,
    .remedy = "Set minlen in /etc/security/pwquality.conf, and every credit (dcredit, ucredit, lcredit, "
              "ocredit) to 0 or less.",
    .severity = SEVERITY_MEDIUM,
    .relation = RELATION_SUPPORTS,
    .rationale = "Credentials that can be guessed identify nobody.",
    .tool = TOOL_PWQUALITY,
    .judge = judge_length,
};

/* Judges a switch that has to be on, and is compiled in as on. */
static struct verdict switched_on(const struct subject *subject, const char *name) {
    struct effective found = effective(subject, name, 1);
    struct verdict verdict = verdict_pass_if(found.value != 0);
    tell(subject, &verdict, name, found);
    verdict.expected = text_print(subject->arena, "%s 1", name);
    hold_back(subject, &verdict, name, found);
    return verdict;
}

static struct verdict judge_dictionary(const struct subject *subject) {
    return switched_on(subject, "dictcheck");
}

const struct rule dictionary_words_refused = {
    .id = "dictionary-words-refused",
    .title = "Words of a dictionary are refused as passwords",
    .description = "Guessing begins with lists of words and of leaked passwords. Source: CIS Debian Linux "
                   "12 Benchmark, recommendation 5.3.3.2.6, and NIST SP 800-63B, which demands a "
                   "comparison with a list of known passwords." NOT_IN_PAM,
    .remedy = "Remove `dictcheck = 0` from pwquality.conf and its drop-ins, or set it to 1.",
    .severity = SEVERITY_MEDIUM,
    .relation = RELATION_SUPPORTS,
    .rationale = "Passwords that stand in guessing lists protect no account.",
    .tool = TOOL_PWQUALITY,
    .judge = judge_dictionary,
};

static struct verdict judge_enforcing(const struct subject *subject) {
    return switched_on(subject, "enforcing");
}

const struct rule weak_passwords_refused = {
    .id = "weak-passwords-refused",
    .title = "Passwords that fail the checks are refused",
    .description = "With `enforcing = 0` pam_pwquality only prints a warning and takes the weak password. "
                   "Source: CIS Debian Linux 12 Benchmark, recommendation 5.3.3.2.7." NOT_IN_PAM,
    .remedy = "Remove `enforcing = 0` from pwquality.conf and its drop-ins, or set it to 1.",
    .severity = SEVERITY_HIGH,
    .relation = RELATION_SUPPORTS,
    .rationale = "Rules for credentials only count where they are enforced.",
    .tool = TOOL_PWQUALITY,
    .judge = judge_enforcing,
};
