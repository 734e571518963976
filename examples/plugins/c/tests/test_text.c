#include <string.h>

#include "check.h"

static void a_quote_is_valid_utf8_whatever_the_bytes(void) {
    struct arena arena = {0};
    HOLDS(strcmp(text_quote(&arena, TEXT("caf\xc3\xa9")), "`caf\xc3\xa9`") == 0);
    HOLDS(strcmp(text_quote(&arena, TEXT("caf\xe9 ")), "`caf\xef\xbf\xbd `") == 0);
    HOLDS(strcmp(text_quote(&arena, TEXT("\xed\xa0\x80")),
                 "`\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd`") == 0);
    HOLDS(strcmp(text_quote(&arena, TEXT("\xf0\x9f")), "`\xef\xbf\xbd\xef\xbf\xbd`") == 0);
    HOLDS(text_utf8(TEXT("\xc0\x80")) == 0);
    HOLDS(text_utf8(TEXT("\xf4\x90\x80\x80")) == 0);
    HOLDS(text_utf8(TEXT("\xf0\x9f\x94\x92")) == 4);
    arena_release(&arena);
}

static void a_long_quote_is_cut_between_characters(void) {
    struct arena arena = {0};
    char letters[200];
    memset(letters, 'x', sizeof letters);
    memcpy(letters + 79, "\xc3\xa9", 2);
    const char *quote = text_quote(&arena, (struct text){letters, sizeof letters});
    HOLDS(strlen(quote) == 1 + 79 + 3 + 1);
    HOLDS(strcmp(quote + 79, "x...`") == 0);
    memset(letters, '\xff', sizeof letters);
    HOLDS(strlen(text_quote(&arena, (struct text){letters, sizeof letters})) == 1 + 3 * 80 + 3 + 1);
    arena_release(&arena);
}

void test_text(void) {
    a_quote_is_valid_utf8_whatever_the_bytes();
    a_long_quote_is_cut_between_characters();
}
