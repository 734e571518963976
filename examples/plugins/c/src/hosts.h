/* The hosts among the evidence, each with what its tools are told. */
#ifndef HOSTS_H
#define HOSTS_H

#include "files.h"
#include "settings.h"

enum tool { TOOL_LOGIN_DEFS, TOOL_PWQUALITY, TOOL_FAILLOCK, TOOLS };

struct host {
    struct text name;
    struct settings tools[TOOLS];
};

struct hosts {
    /* Sorted by name. */
    struct host *all;
    size_t count;
};

/* Reads all files. Those of each role are sorted by path. */
struct hosts hosts_read(struct arena *arena, const struct file *files, size_t count);

#endif
