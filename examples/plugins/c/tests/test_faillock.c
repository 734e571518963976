#include "check.h"

static void few_attempts_in_a_long_window_pass(void) {
    EXPECT(((struct given){.faillock = "deny = 5\nfail_interval = 900\n"}), "accounts-locked",
           OUTCOME_PASS, "deny 5, fail_interval 900", 1);
    EXPECT(((struct given){.faillock = "# as shipped\n"}), "accounts-locked", OUTCOME_PASS,
           "deny 3 (compiled in)", 0);
}

static void many_attempts_fail(void) {
    EXPECT(((struct given){.faillock = "deny = 6\n"}), "accounts-locked", OUTCOME_FAIL, "deny 6", 1);
    EXPECT(((struct given){.faillock = "deny = 0\n"}), "accounts-locked", OUTCOME_FAIL, "deny 0", 1);
}

static void a_short_window_fails_at_its_own_line(void) {
    EXPECT(((struct given){.faillock = "deny = 3\nfail_interval = 60\n"}), "accounts-locked",
           OUTCOME_FAIL, "fail_interval 60", 2);
}

static void a_lock_has_to_last(void) {
    EXPECT(((struct given){.faillock = "unlock_time=900\n"}), "lockout-lasts", OUTCOME_PASS,
           "unlock_time 900", 1);
    EXPECT(((struct given){.faillock = "unlock_time = never\n"}), "lockout-lasts", OUTCOME_PASS,
           "unlock_time 0", 1);
    EXPECT(((struct given){.faillock = "unlock_time = 899\n"}), "lockout-lasts", OUTCOME_FAIL,
           "unlock_time 899", 1);
    EXPECT(((struct given){.faillock = "# none\n"}), "lockout-lasts", OUTCOME_FAIL,
           "unlock_time 600 (compiled in)", 0);
}

static void what_the_module_would_skip_is_inconclusive(void) {
    const char *unclear[] = {
        "deny = 3\nDeny = 3\n",    "deny = 3\ndeny = three\n",          "deny = 3\ndeny = 3 times\n",
        "deny = 3\ndeny = -1\n",   "deny = 3\nfail_interval = never\n", "deny = 3\ndeny = 65536\n",
        "deny = 3\nunlock_time\n", "deny = 3\nunlock_time = 604801\n",
    };
    for (size_t i = 0; i < sizeof unclear / sizeof unclear[0]; i++) {
        EXPECT(((struct given){.faillock = unclear[i]}), "accounts-locked", OUTCOME_INCONCLUSIVE, "",
               2);
    }
}

void test_faillock(void) {
    few_attempts_in_a_long_window_pass();
    many_attempts_fail();
    a_short_window_fails_at_its_own_line();
    a_lock_has_to_last();
    what_the_module_would_skip_is_inconclusive();
}
