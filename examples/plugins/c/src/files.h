/* Which tool reads an evidence file, and on which host: both follow from the file's path. */
#ifndef FILES_H
#define FILES_H

#include "text.h"

/* No configuration file of these kinds is longer. */
#define MAX_FILE_BYTES ((size_t)1024 * 1024)

enum role {
    ROLE_LOGIN_DEFS,
    ROLE_PWQUALITY,
    ROLE_PWQUALITY_DROP_IN,
    ROLE_FAILLOCK,
};

/* One evidence file. */
struct file {
    enum role role;
    struct text path;
    struct text bytes;
};

/* A drop-in, where the file lies in `pwquality.conf.d`; the tool's own file otherwise. */
enum role file_pwquality_role(struct text path);

/* Whether libpwquality reads a drop-in of this name: its first `.conf` has to be its end. */
bool file_is_drop_in(struct text path);

/* The host: what stands before `etc/login.defs`, `etc/security/pwquality.conf` and the like. A file
 * under another name stands for a host of its own. */
struct text file_host(enum role role, struct text path);

#endif
