/* The component: says what the plugin is, reads the evidence, and hands over the findings.
 *
 * The bindings are made from `wit/` when the component is built. What is handed to the host is allocated
 * with malloc, because the bindings free it after the call. */
#include <stdlib.h>
#include <string.h>

#include "bindings/plugin.h"
#include "rules.h"

#define CONTROL "idle-timeout-set"
#define INPUT "settings"

static const char config_schema[] = "{"
                                    "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
                                    "\"type\":\"object\","
                                    "\"properties\":{},"
                                    "\"additionalProperties\":false"
                                    "}";

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count == 0 ? 1 : count, size);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

static plugin_string_t copy(const char *text) {
    plugin_string_t made;
    plugin_string_dup(&made, text);
    return made;
}

static plugin_string_t copy_string(plugin_string_t text) {
    plugin_string_t made;
    plugin_string_dup_n(&made, (const char *)text.ptr, text.len);
    return made;
}

static tickmark_plugin_types_control_t describe_control(void) {
    tickmark_plugin_types_control_t control = {
        .id = copy(CONTROL),
        .title = copy("Sessions that nobody uses end by themselves"),
        .description = copy("A session that stays open at an unattended screen can be used by anybody who "
                            "passes. The settings must end it after a short time."),
        .severity = TICKMARK_PLUGIN_TYPES_SEVERITY_MEDIUM,
        .method = TICKMARK_PLUGIN_TYPES_METHOD_CONFIGURATION,
        .mappings = {allocate(1, sizeof *control.mappings.ptr), 1},
        .remediation = copy("Set `idle_timeout_minutes` to at most 15."),
    };
    control.mappings.ptr[0] = (tickmark_plugin_types_mapping_t){
        .criterion = copy("CC6.1"),
        .relation = TICKMARK_PLUGIN_TYPES_RELATION_IMPLEMENTS,
        .rationale = copy("Ending idle sessions keeps those who have not logged in from using the access "
                          "of somebody who has."),
    };
    return control;
}

static tickmark_plugin_types_input_t describe_input(void) {
    tickmark_plugin_types_input_t input = {
        .name = copy(INPUT),
        .description = copy("The settings files of the application: lines `key = value`, comments with "
                            "`#`."),
        .default_globs = {allocate(1, sizeof *input.default_globs.ptr), 1},
        .required = true,
        .max_age_days = {.is_some = true, .val = 90},
    };
    input.default_globs.ptr[0] = copy("settings/*.conf");
    return input;
}

bool exports_tickmark_plugin_checker_describe(
    plugin_string_t *config, exports_tickmark_plugin_checker_descriptor_t *descriptor,
    exports_tickmark_plugin_checker_failure_t *failure) {
    (void)failure;
    if (config != NULL) {
        plugin_string_free(config);
    }
    *descriptor = (exports_tickmark_plugin_checker_descriptor_t){
        .id = copy("sample-plugin"),
        .version = copy("0.1.0"),
        .title = copy("Idle sessions"),
        .description = copy("Reads settings files and decides whether idle sessions end in time."),
        .controls = {allocate(1, sizeof *descriptor->controls.ptr), 1},
        .inputs = {allocate(1, sizeof *descriptor->inputs.ptr), 1},
        .config_schema = copy(config_schema),
    };
    descriptor->controls.ptr[0] = describe_control();
    descriptor->inputs.ptr[0] = describe_input();
    return true;
}

/* Judges one file. One that cannot be read is inconclusive, and cites nothing. */
static tickmark_plugin_types_finding_t examine(plugin_string_t path) {
    static const uint8_t outcomes[] = {
        [OUTCOME_PASS] = TICKMARK_PLUGIN_TYPES_OUTCOME_PASS,
        [OUTCOME_FAIL] = TICKMARK_PLUGIN_TYPES_OUTCOME_FAIL,
        [OUTCOME_INCONCLUSIVE] = TICKMARK_PLUGIN_TYPES_OUTCOME_INCONCLUSIVE,
    };
    tickmark_plugin_types_finding_t made = {.control = copy(CONTROL), .subject = copy_string(path)};
    plugin_list_u8_t bytes;
    tickmark_plugin_evidence_error_t error;
    if (!tickmark_plugin_evidence_read(&path, &bytes, &error)) {
        tickmark_plugin_evidence_error_free(&error);
        made.outcome = TICKMARK_PLUGIN_TYPES_OUTCOME_INCONCLUSIVE;
        made.actual = copy("the file cannot be read");
        return made;
    }
    struct finding finding = idle_timeout_set((const char *)bytes.ptr, bytes.len, MAX_IDLE_MINUTES);
    plugin_list_u8_free(&bytes);
    made.outcome = outcomes[finding.outcome];
    made.expected = copy("idle_timeout_minutes is a whole number from 1 to 15");
    made.actual = copy(finding.actual);
    made.locations = (tickmark_plugin_types_list_location_t){allocate(1, sizeof *made.locations.ptr), 1};
    made.locations.ptr[0] = (tickmark_plugin_types_location_t){
        .path = copy_string(path),
        .line = {.is_some = finding.line > 0, .val = finding.line},
    };
    return made;
}

bool exports_tickmark_plugin_checker_check(exports_tickmark_plugin_checker_request_t *request,
                                           exports_tickmark_plugin_checker_report_t *report,
                                           exports_tickmark_plugin_checker_failure_t *failure) {
    plugin_string_t input = {(uint8_t *)INPUT, strlen(INPUT)};
    tickmark_plugin_evidence_list_item_t items;
    tickmark_plugin_evidence_error_t error;
    exports_tickmark_plugin_checker_request_free(request);
    if (!tickmark_plugin_evidence_list(&input, &items, &error)) {
        tickmark_plugin_evidence_error_free(&error);
        failure->tag = TICKMARK_PLUGIN_TYPES_FAILURE_OTHER;
        failure->val.other = copy("the host does not know the input " INPUT);
        return false;
    }
    *report = (exports_tickmark_plugin_checker_report_t){0};
    if (items.len > 0) {
        report->findings = (tickmark_plugin_types_list_finding_t){
            allocate(items.len, sizeof *report->findings.ptr), items.len};
        report->populations = (tickmark_plugin_types_list_population_t){
            allocate(1, sizeof *report->populations.ptr), 1};
        report->populations.ptr[0] =
            (tickmark_plugin_types_population_t){.control = copy(CONTROL), .size = items.len};
    }
    for (size_t i = 0; i < items.len; i++) {
        report->findings.ptr[i] = examine(items.ptr[i].path);
    }
    tickmark_plugin_evidence_list_item_free(&items);
    return true;
}
