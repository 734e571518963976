#include "name_value.h"
#include "rules.h"

#define NOT_IN_PAM                                                                                  \
    " Arguments of pam_faillock in /etc/pam.d outrank this file, and whether the module is in use "    \
    "stands there too; neither is examined here."

/* Says a value and where it comes from, after what is said already. */
static void tell(const struct subject *subject, struct verdict *verdict, const char *name,
                 const struct setting *setting, int64_t value) {
    verdict->actual = text_print(
        subject->arena, "%.*s%s%s %lld%s", (int)verdict->actual.length,
        verdict->actual.at == NULL ? "" : verdict->actual.at, verdict->actual.length > 0 ? ", " : "",
        name, (long long)value, setting == NULL ? " (compiled in)" : "");
    verdict_at(verdict, setting == NULL ? subject->settings->file : setting->place);
}

static int64_t value_of(const struct setting *setting, int64_t compiled_in) {
    return setting == NULL ? compiled_in : name_value_number(setting);
}

static struct verdict judge_locked(const struct subject *subject) {
    const struct config *config = subject->config;
    const struct setting *deny = faillock_find(subject->settings, "deny");
    const struct setting *window = faillock_find(subject->settings, "fail_interval");
    int64_t attempts = value_of(deny, 3);
    int64_t seconds = value_of(window, 900);
    bool counted = attempts >= 1 && attempts <= config->max_failed_attempts;
    bool remembered = seconds >= config->min_failure_window_seconds;
    struct verdict verdict = verdict_pass_if(counted && remembered);
    verdict.expected = text_print(
        subject->arena, "deny from 1 to %lld, fail_interval %lld seconds or more",
        (long long)config->max_failed_attempts, (long long)config->min_failure_window_seconds);
    /* What decided comes first. */
    if (counted && !remembered) {
        tell(subject, &verdict, "fail_interval", window, seconds);
        tell(subject, &verdict, "deny", deny, attempts);
    } else {
        tell(subject, &verdict, "deny", deny, attempts);
        tell(subject, &verdict, "fail_interval", window, seconds);
    }
    return verdict;
}

const struct rule accounts_locked = {
    .id = "accounts-locked",
    .title = "Accounts are locked after a few failed attempts",
    .description = "Without a lock a password can be guessed for as long as it takes; `deny = 0` switches "
                   "the lock off, and a short `fail_interval` forgets slow guessing. Source: CIS Debian "
                   "Linux 12 Benchmark, recommendation 5.3.3.1.1; the module's own fail_interval is "
                   "900 seconds." NOT_IN_PAM,
    .remedy = "Set deny and fail_interval in /etc/security/faillock.conf.",
    .severity = SEVERITY_MEDIUM,
    .relation = RELATION_SUPPORTS,
    .rationale = "Guessing of credentials is stopped while it happens.",
    .tool = TOOL_FAILLOCK,
    .judge = judge_locked,
};

static struct verdict judge_lockout(const struct subject *subject) {
    const struct setting *setting = faillock_find(subject->settings, "unlock_time");
    int64_t seconds = value_of(setting, 600);
    int64_t wanted = subject->config->min_lockout_seconds;
    struct verdict verdict = verdict_pass_if(seconds == 0 || seconds >= wanted);
    tell(subject, &verdict, "unlock_time", setting, seconds);
    verdict.expected = text_print(subject->arena, "unlock_time %lld seconds or more, or 0 (never)",
                                  (long long)wanted);
    return verdict;
}

const struct rule lockout_lasts = {
    .id = "lockout-lasts",
    .title = "A locked account stays locked for a while",
    .description = "A lock that ends after a minute slows guessing down by little. Source: CIS Debian Linux "
                   "12 Benchmark, recommendation 5.3.3.1.2." NOT_IN_PAM,
    .remedy = "Set unlock_time in /etc/security/faillock.conf to 900 or more.",
    .severity = SEVERITY_LOW,
    .relation = RELATION_SUPPORTS,
    .rationale = "A lock is only worth as much as the time it costs whoever guesses.",
    .tool = TOOL_FAILLOCK,
    .judge = judge_lockout,
};
