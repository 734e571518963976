/* The rules: one control each, with the function that judges one host. */
#ifndef RULES_H
#define RULES_H

#include "config.h"
#include "hosts.h"
#include "report.h"

enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH };

enum relation { RELATION_IMPLEMENTS, RELATION_SUPPORTS };

/* What a rule may look at. */
struct subject {
    struct arena *arena;
    const struct config *config;
    const struct settings *settings;
};

struct rule {
    const char *id;
    const char *title;
    const char *description;
    const char *remedy;
    enum severity severity;
    /* All rules serve CC6.1, logical access. */
    enum relation relation;
    const char *rationale;
    enum tool tool;
    struct verdict (*judge)(const struct subject *subject);
};

/* How each tool's input is called. */
extern const char *const input_names[TOOLS];

extern const struct rule *const rules[];
extern const size_t rule_count;

/* Judges every host by every rule. */
struct report rules_judge(struct arena *arena, const struct config *config, struct hosts hosts);

/* The parts of verdicts. */
struct verdict verdict_pass_if(bool good);
struct verdict verdict_unclear(void);
void verdict_at(struct verdict *verdict, struct place place);

extern const struct rule password_age_limited, password_change_spaced, password_expiry_announced,
    password_hash_strong, new_files_private, password_length, dictionary_words_refused,
    weak_passwords_refused, accounts_locked, lockout_lasts;

#endif
