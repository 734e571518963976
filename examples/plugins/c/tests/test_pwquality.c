#include "check.h"

#define COMPLETE "{\"drop-ins-complete\":true}"

static void the_length_that_suffices_counts(void) {
    EXPECT(((struct given){.pwquality = "minlen = 14\n", .config = COMPLETE}), "password-length",
           OUTCOME_PASS, "14 characters suffice: minlen 14", 1);
    EXPECT(((struct given){.pwquality = "minlen=13\n", .config = COMPLETE}), "password-length",
           OUTCOME_FAIL, "13 characters suffice", 1);
    EXPECT(((struct given){.pwquality = "# all defaults\n", .config = COMPLETE}), "password-length",
           OUTCOME_FAIL, "8 characters suffice: minlen 8 (compiled in)", 0);
    EXPECT(((struct given){.pwquality = "minlen 2\n", .config = COMPLETE}), "password-length",
           OUTCOME_FAIL, "6 characters suffice: minlen 2", 1);
}

static void credits_shorten_a_password_and_demands_lengthen_it(void) {
    EXPECT(((struct given){.pwquality = "minlen = 16\ndcredit = 1\nucredit = 2\n",
                           .config = COMPLETE}),
           "password-length", OUTCOME_FAIL, "13 characters suffice: minlen 16, dcredit 1, ucredit 2", 1);
    /* No more characters can count twice than there are. */
    EXPECT(((struct given){.pwquality = "minlen = 16\nlcredit = 100\n", .config = COMPLETE}),
           "password-length", OUTCOME_FAIL, "8 characters suffice", 1);
    EXPECT(((struct given){.pwquality = "minlen = 16\nlcredit = 100\ndcredit = -4\n",
                           .config = COMPLETE}),
           "password-length", OUTCOME_FAIL, "10 characters suffice", 1);
    EXPECT(((struct given){.pwquality = "minlen = 8\ndcredit = -7\nucredit = -7\n",
                           .config = COMPLETE}),
           "password-length", OUTCOME_PASS, "14 characters suffice", 1);
}

static void extreme_numbers_do_not_overflow(void) {
    EXPECT(((struct given){.pwquality = "minlen = 2147483646\ndcredit = 2147483646\n"
                                        "ucredit = -2147483646\nlcredit = 2147483646\n",
                           .config = COMPLETE}),
           "password-length", OUTCOME_PASS, "characters suffice", 1);
}

static void switches_that_are_off_fail(void) {
    EXPECT(((struct given){.pwquality = "dictcheck = 0\n"}), "dictionary-words-refused", OUTCOME_FAIL,
           "dictcheck 0", 1);
    EXPECT(((struct given){.pwquality = "Enforcing=0 # for now\n"}), "weak-passwords-refused",
           OUTCOME_FAIL, "enforcing 0", 1);
    EXPECT(((struct given){.pwquality = "dictcheck = 1\n"}), "dictionary-words-refused", OUTCOME_PASS,
           "dictcheck 1", 1);
}

static void what_is_compiled_in_passes_only_where_all_drop_ins_are_known(void) {
    struct given given = {.pwquality = "minlen = 14\n"};
    EXPECT(given, "dictionary-words-refused", OUTCOME_INCONCLUSIVE, "was not collected might", 0);
    EXPECT(given, "password-length", OUTCOME_INCONCLUSIVE, "does not set dcredit", 1);
    given.config = COMPLETE;
    EXPECT(given, "dictionary-words-refused", OUTCOME_PASS, "dictcheck 1 (compiled in)", 0);
    EXPECT(((struct given){.pwquality = "minlen = 14\ndcredit=0\nucredit=0\nlcredit=0\nocredit=0\n"}),
           "password-length", OUTCOME_PASS, "14 characters suffice", 1);
}

static void the_main_file_outranks_drop_ins(void) {
    EXPECT(((struct given){.pwquality = "dictcheck = 1\n", .drop_in = "dictcheck = 0\n"}),
           "dictionary-words-refused", OUTCOME_PASS, "dictcheck 1", 1);
    EXPECT(((struct given){.pwquality = "# none\n", .drop_in = "#\ndictcheck = 0\n"}),
           "dictionary-words-refused", OUTCOME_FAIL, "dictcheck 0", 2);
    EXPECT(((struct given){.pwquality = "# none\n", .drop_in = "enforcing = 1\n"}),
           "weak-passwords-refused", OUTCOME_INCONCLUSIVE, "was not collected might", 1);
}

static void drop_ins_alone_show_nothing(void) {
    EXPECT(((struct given){.drop_in = "dictcheck = 1\n", .config = COMPLETE}),
           "dictionary-words-refused", OUTCOME_INCONCLUSIVE, "is not among the evidence", 0);
}

static void a_line_that_the_library_refuses_is_inconclusive(void) {
    const char *unclear[] = {
        "dictcheck = 1\nminlenght = 14\n", "dictcheck = 1\nminlen = 14 characters\n",
        "dictcheck = 1\nminlen\n",         "dictcheck = 1\nminlen = \n",
        "dictcheck = 1\nminlen == 14\n",   "dictcheck = 1\nminlen = 2147483647\n",
    };
    for (size_t i = 0; i < sizeof unclear / sizeof unclear[0]; i++) {
        EXPECT(((struct given){.pwquality = unclear[i]}), "dictionary-words-refused",
               OUTCOME_INCONCLUSIVE, "", 2);
    }
}

void test_pwquality(void) {
    the_length_that_suffices_counts();
    credits_shorten_a_password_and_demands_lengthen_it();
    extreme_numbers_do_not_overflow();
    switches_that_are_off_fail();
    what_is_compiled_in_passes_only_where_all_drop_ins_are_known();
    the_main_file_outranks_drop_ins();
    drop_ins_alone_show_nothing();
    a_line_that_the_library_refuses_is_inconclusive();
}
