/* The component: translates between the generated bindings and the rules, which know neither.
 *
 * Everything that is handed to the host is allocated with malloc, because the bindings free it after
 * the call. */
#include <stdlib.h>
#include <string.h>

#include "bindings/plugin.h"
#include "rules.h"

typedef plugin_string_t string;

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count == 0 ? 1 : count, size);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

/* A copy that the bindings free. They free nothing where the length is 0. */
static string copy(struct text text) {
    string made = {NULL, text.length};
    if (text.length > 0) {
        made.ptr = allocate(text.length, 1);
        memcpy(made.ptr, text.at, text.length);
    }
    return made;
}

static string copy_of(const char *text) {
    return copy(text_of(text));
}

static struct text text_from(string given) {
    return (struct text){(const char *)given.ptr, given.len};
}

static plugin_list_string_t list_of_one(const char *text) {
    plugin_list_string_t list = {allocate(1, sizeof(string)), 1};
    list.ptr[0] = copy_of(text);
    return list;
}

static tickmark_plugin_types_control_t control_of(const struct rule *rule) {
    tickmark_plugin_types_control_t control = {
        .id = copy_of(rule->id),
        .title = copy_of(rule->title),
        .description = copy_of(rule->description),
        .severity = rule->severity == SEVERITY_HIGH     ? TICKMARK_PLUGIN_TYPES_SEVERITY_HIGH
                    : rule->severity == SEVERITY_MEDIUM ? TICKMARK_PLUGIN_TYPES_SEVERITY_MEDIUM
                                                        : TICKMARK_PLUGIN_TYPES_SEVERITY_LOW,
        .method = TICKMARK_PLUGIN_TYPES_METHOD_CONFIGURATION,
        .mappings = {allocate(1, sizeof(tickmark_plugin_types_mapping_t)), 1},
        .remediation = copy_of(rule->remedy),
    };
    control.mappings.ptr[0] = (tickmark_plugin_types_mapping_t){
        .criterion = copy_of("CC6.1"),
        .relation = rule->relation == RELATION_IMPLEMENTS ? TICKMARK_PLUGIN_TYPES_RELATION_IMPLEMENTS
                                                          : TICKMARK_PLUGIN_TYPES_RELATION_SUPPORTS,
        .rationale = copy_of(rule->rationale),
    };
    if (rule->tool != TOOL_LOGIN_DEFS) {
        control.needs = list_of_one(input_names[rule->tool]);
    }
    return control;
}

static void describe_inputs(tickmark_plugin_types_list_input_t *inputs) {
    static const struct {
        const char *description;
        const char *globs[2];
        bool required;
    } about[TOOLS] = {
        [TOOL_LOGIN_DEFS] = {"/etc/login.defs of each host, copied as it stands, below a directory of "
                             "the host's name: hosts/NAME/etc/login.defs.",
                             {"**/login.defs", NULL},
                             true},
        [TOOL_PWQUALITY] = {"/etc/security/pwquality.conf of each host, with every file of "
                            "/etc/security/pwquality.conf.d: hosts/NAME/etc/security/pwquality.conf. "
                            "Where the host has no such file, there is nothing to collect, and its "
                            "controls stay unproven.",
                            {"**/pwquality.conf", "**/pwquality.conf.d/*.conf"},
                            false},
        [TOOL_FAILLOCK] = {"/etc/security/faillock.conf of each host: "
                           "hosts/NAME/etc/security/faillock.conf.",
                           {"**/faillock.conf", NULL},
                           false},
    };
    inputs->len = TOOLS;
    inputs->ptr = allocate(TOOLS, sizeof *inputs->ptr);
    for (size_t i = 0; i < TOOLS; i++) {
        size_t globs = about[i].globs[1] == NULL ? 1 : 2;
        inputs->ptr[i] = (tickmark_plugin_types_input_t){
            .name = copy_of(input_names[i]),
            .description = copy_of(about[i].description),
            .default_globs = {allocate(globs, sizeof(string)), globs},
            .required = about[i].required,
            /* A host's configuration is expected to be collected monthly. */
            .max_age_days = {.is_some = true, .val = 30},
        };
        for (size_t j = 0; j < globs; j++) {
            inputs->ptr[i].default_globs.ptr[j] = copy_of(about[i].globs[j]);
        }
    }
}

/* Reads the configuration; on false `failure` says why. */
static bool configured(struct arena *arena, string json, struct config *config,
                       exports_tickmark_plugin_checker_failure_t *failure) {
    struct text why = {0};
    if (config_read(arena, text_from(json), config, &why)) {
        return true;
    }
    failure->tag = TICKMARK_PLUGIN_TYPES_FAILURE_CONFIG;
    failure->val.config = copy(why);
    return false;
}

bool exports_tickmark_plugin_checker_describe(
    plugin_string_t *maybe_config, exports_tickmark_plugin_checker_descriptor_t *descriptor,
    exports_tickmark_plugin_checker_failure_t *failure) {
    if (maybe_config != NULL) {
        struct arena arena = {0};
        struct config config;
        bool good = configured(&arena, *maybe_config, &config, failure);
        arena_release(&arena);
        plugin_string_free(maybe_config);
        if (!good) {
            return false;
        }
    }
    *descriptor = (exports_tickmark_plugin_checker_descriptor_t){
        .id = copy_of("login-defs"),
        .version = copy_of("0.1.0"),
        .title = copy_of("Linux password and lockout settings"),
        .description =
            copy_of("Reads login.defs, pwquality.conf and faillock.conf of Linux hosts as shadow, "
                    "libpwquality and pam_faillock read them, and decides for each host whether "
                    "passwords expire, are long and well stored, and whether failed attempts lock an "
                    "account."),
        .controls = {allocate(rule_count, sizeof(tickmark_plugin_types_control_t)), rule_count},
        .config_schema = copy_of(config_schema),
    };
    for (size_t i = 0; i < rule_count; i++) {
        descriptor->controls.ptr[i] = control_of(rules[i]);
    }
    describe_inputs(&descriptor->inputs);
    return true;
}

/* The files of all inputs, as far as the host can read them; it knows of the others. */
struct files {
    struct file *all;
    size_t count;
};

static void read_input(struct arena *arena, struct files *files, enum tool tool,
                       const tickmark_plugin_evidence_list_item_t *items) {
    for (size_t i = 0; i < items->len; i++) {
        plugin_list_u8_t bytes;
        tickmark_plugin_evidence_error_t error;
        if (!tickmark_plugin_evidence_read(&items->ptr[i].path, &bytes, &error)) {
            tickmark_plugin_evidence_error_free(&error);
            continue;
        }
        /* One byte too many is enough to see that a file is too long. */
        size_t kept = bytes.len > MAX_FILE_BYTES ? MAX_FILE_BYTES + 1 : bytes.len;
        char *contents = arena_take(arena, kept, 1);
        if (kept > 0) {
            memcpy(contents, bytes.ptr, kept);
        }
        plugin_list_u8_free(&bytes);
        struct text path = text_print(arena, "%.*s", (int)items->ptr[i].path.len,
                                      (const char *)items->ptr[i].path.ptr);
        enum role role = tool == TOOL_LOGIN_DEFS ? ROLE_LOGIN_DEFS
                         : tool == TOOL_FAILLOCK ? ROLE_FAILLOCK
                                                 : file_pwquality_role(path);
        files->all[files->count++] = (struct file){role, path, {contents, kept}};
    }
}

static struct files read_evidence(struct arena *arena) {
    tickmark_plugin_evidence_list_item_t items[TOOLS];
    size_t count = 0;
    for (size_t i = 0; i < TOOLS; i++) {
        string name = {(uint8_t *)input_names[i], strlen(input_names[i])};
        tickmark_plugin_evidence_error_t error;
        if (!tickmark_plugin_evidence_list(&name, &items[i], &error)) {
            tickmark_plugin_evidence_error_free(&error);
            items[i] = (tickmark_plugin_evidence_list_item_t){NULL, 0};
        }
        count += items[i].len;
    }
    struct files files = {arena_take(arena, count, sizeof *files.all), 0};
    for (size_t i = 0; i < TOOLS; i++) {
        read_input(arena, &files, (enum tool)i, &items[i]);
        tickmark_plugin_evidence_list_item_free(&items[i]);
    }
    return files;
}

static tickmark_plugin_types_finding_t finding_of(const struct finding *found) {
    static const uint8_t outcomes[] = {
        [OUTCOME_PASS] = TICKMARK_PLUGIN_TYPES_OUTCOME_PASS,
        [OUTCOME_FAIL] = TICKMARK_PLUGIN_TYPES_OUTCOME_FAIL,
        [OUTCOME_INCONCLUSIVE] = TICKMARK_PLUGIN_TYPES_OUTCOME_INCONCLUSIVE,
    };
    const struct verdict *verdict = &found->verdict;
    tickmark_plugin_types_finding_t finding = {
        .control = copy_of(found->control),
        .subject = copy(found->subject),
        .outcome = outcomes[verdict->outcome],
        .expected = copy(verdict->expected),
        .actual = copy(verdict->actual),
    };
    if (verdict->place_count > 0) {
        finding.locations.len = verdict->place_count;
        finding.locations.ptr = allocate(verdict->place_count, sizeof *finding.locations.ptr);
    }
    for (size_t i = 0; i < verdict->place_count; i++) {
        finding.locations.ptr[i] = (tickmark_plugin_types_location_t){
            .path = copy(verdict->places[i].path),
            .line = {.is_some = verdict->places[i].line > 0, .val = verdict->places[i].line},
        };
    }
    return finding;
}

bool exports_tickmark_plugin_checker_check(exports_tickmark_plugin_checker_request_t *request,
                                           exports_tickmark_plugin_checker_report_t *report,
                                           exports_tickmark_plugin_checker_failure_t *failure) {
    struct arena arena = {0};
    struct config config;
    bool good = configured(&arena, request->config, &config, failure);
    if (good) {
        struct files files = read_evidence(&arena);
        struct report found =
            rules_judge(&arena, &config, hosts_read(&arena, files.all, files.count));
        *report = (exports_tickmark_plugin_checker_report_t){
            .findings = {allocate(found.finding_count, sizeof *report->findings.ptr),
                         found.finding_count},
            .populations = {allocate(found.population_count, sizeof *report->populations.ptr),
                            found.population_count},
        };
        size_t next = 0;
        for (const struct finding *f = found.first; f != NULL; f = f->next) {
            report->findings.ptr[next++] = finding_of(f);
        }
        for (size_t i = 0; i < found.population_count; i++) {
            report->populations.ptr[i] = (tickmark_plugin_types_population_t){
                .control = copy_of(found.populations[i].control),
                .size = found.populations[i].size,
            };
        }
    }
    arena_release(&arena);
    exports_tickmark_plugin_checker_request_free(request);
    return good;
}
