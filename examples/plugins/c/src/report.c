#include "report.h"

void report_add(struct arena *arena, struct report *report, const char *control,
                struct text subject, struct verdict verdict) {
    struct finding *added = arena_take(arena, 1, sizeof *added);
    *added = (struct finding){.control = control, .subject = subject, .verdict = verdict};
    if (report->last == NULL) {
        report->first = added;
    } else {
        report->last->next = added;
    }
    report->last = added;
    report->finding_count++;
}
