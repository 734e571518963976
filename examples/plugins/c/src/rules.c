#include "rules.h"

/* How many unreadable lines of one file are told one by one. */
#define PROBLEMS_SHOWN 10

const char *const input_names[TOOLS] = {
    [TOOL_LOGIN_DEFS] = "login-defs",
    [TOOL_PWQUALITY] = "pwquality",
    [TOOL_FAILLOCK] = "faillock",
};

const struct rule *const rules[] = {
    &password_age_limited,     &password_change_spaced, &password_expiry_announced,
    &password_hash_strong,     &new_files_private,      &password_length,
    &dictionary_words_refused, &weak_passwords_refused, &accounts_locked,
    &lockout_lasts,
};
const size_t rule_count = sizeof rules / sizeof rules[0];

static const char *const file_names[TOOLS] = {
    [TOOL_LOGIN_DEFS] = "/etc/login.defs",
    [TOOL_PWQUALITY] = "/etc/security/pwquality.conf",
    [TOOL_FAILLOCK] = "/etc/security/faillock.conf",
};

struct verdict verdict_pass_if(bool good) {
    return (struct verdict){.outcome = good ? OUTCOME_PASS : OUTCOME_FAIL};
}

struct verdict verdict_unclear(void) {
    return (struct verdict){.outcome = OUTCOME_INCONCLUSIVE};
}

void verdict_at(struct verdict *verdict, struct place place) {
    if (verdict->place_count < PLACES) {
        verdict->places[verdict->place_count++] = place;
    }
}

/* The lines that could not be read, as findings of their own. */
static void report_problems(struct arena *arena, struct report *report, const struct rule *rule,
                            const struct host *host) {
    size_t shown = 0;
    size_t left = 0;
    struct place first_left = {0};
    const struct problem *problem = host->tools[rule->tool].first_problem;
    for (; problem != NULL; problem = problem->next) {
        if (shown == PROBLEMS_SHOWN) {
            first_left = left++ == 0 ? problem->place : first_left;
            continue;
        }
        struct verdict verdict = verdict_unclear();
        verdict.actual = problem->message;
        verdict_at(&verdict, problem->place);
        report_add(arena, report, rule->id, host->name, verdict);
        shown++;
    }
    if (left > 0) {
        struct verdict verdict = verdict_unclear();
        verdict.actual = text_print(arena, "%zu more lines cannot be read", left);
        verdict_at(&verdict, first_left);
        report_add(arena, report, rule->id, host->name, verdict);
    }
}

static void judge_host(struct arena *arena, struct report *report, const struct config *config,
                       const struct rule *rule, const struct host *host) {
    const struct settings *settings = &host->tools[rule->tool];
    if (!settings->present) {
        struct verdict verdict = verdict_unclear();
        verdict.actual =
            text_print(arena, "%s of this host is not among the evidence", file_names[rule->tool]);
        report_add(arena, report, rule->id, host->name, verdict);
        return;
    }
    struct subject subject = {arena, config, settings};
    struct verdict verdict = rule->judge(&subject);
    if (settings->first_problem == NULL) {
        report_add(arena, report, rule->id, host->name, verdict);
        return;
    }
    /* What could not be read may set anything, so that only a failing line still says something. */
    if (verdict.outcome == OUTCOME_FAIL && verdict.places[0].line > 0) {
        report_add(arena, report, rule->id, host->name, verdict);
    }
    report_problems(arena, report, rule, host);
}

struct report rules_judge(struct arena *arena, const struct config *config, struct hosts hosts) {
    struct report report = {0};
    report.populations = arena_take(arena, rule_count, sizeof *report.populations);
    for (size_t i = 0; i < rule_count; i++) {
        for (size_t j = 0; j < hosts.count; j++) {
            judge_host(arena, &report, config, rules[i], &hosts.all[j]);
        }
        if (hosts.count > 0) {
            report.populations[report.population_count++] =
                (struct population){rules[i]->id, hosts.count};
        }
    }
    return report;
}
