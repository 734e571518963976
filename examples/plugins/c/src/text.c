#include "text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is shown of one value. */
#define QUOTE_BYTES ((size_t)80)

struct text text_of(const char *string) {
    return (struct text){string, strlen(string)};
}

bool text_equal(struct text left, struct text right) {
    return left.length == right.length &&
           (left.length == 0 || memcmp(left.at, right.at, left.length) == 0);
}

bool text_is(struct text text, const char *string) {
    return text_equal(text, text_of(string));
}

static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool text_is_any_case(struct text text, const char *string) {
    if (strlen(string) != text.length) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (lower(text.at[i]) != lower(string[i])) {
            return false;
        }
    }
    return true;
}

int text_order(struct text left, struct text right) {
    size_t common = left.length < right.length ? left.length : right.length;
    int order = common == 0 ? 0 : memcmp(left.at, right.at, common);
    if (order != 0 || left.length == right.length) {
        return order;
    }
    return left.length < right.length ? -1 : 1;
}

bool text_starts_with(struct text text, const char *start) {
    size_t length = strlen(start);
    return text.length >= length && (length == 0 || memcmp(text.at, start, length) == 0);
}

bool text_ends_with(struct text text, const char *end) {
    size_t length = strlen(end);
    return text.length >= length &&
           (length == 0 || memcmp(text.at + (text.length - length), end, length) == 0);
}

struct text text_after(struct text text, size_t count) {
    return (struct text){text.at + count, text.length - count};
}

struct text text_before_last(struct text text, size_t count) {
    return (struct text){text.at, text.length - count};
}

struct text text_print(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        abort();
    }
    char *at = arena_take(arena, (size_t)length + 1, 1);
    vsnprintf(at, (size_t)length + 1, format, again);
    va_end(again);
    return (struct text){at, (size_t)length};
}

size_t text_utf8(struct text text) {
    if (text.length == 0) {
        return 0;
    }
    unsigned char first = (unsigned char)text.at[0];
    size_t length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : (first & 0xf0) == 0xe0 ? 3
                  : first >= 0xf0 && first < 0xf5                    ? 4
                                                                     : 0;
    if (length == 0 || length > text.length) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)text.at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    unsigned char second = length > 1 ? (unsigned char)text.at[1] : 0;
    bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    bool surrogate = first == 0xed && second > 0x9f;
    bool beyond = first == 0xf4 && second > 0x8f;
    return overlong || surrogate || beyond ? 0 : length;
}

const char *text_quote(struct arena *arena, struct text text) {
    static const char replacement[] = "\xef\xbf\xbd";
    static const char cut[] = "...";
    /* Each byte may become a replacement character of three. */
    char *quote = arena_take(arena, 3 * QUOTE_BYTES + sizeof cut + 3, 1);
    size_t written = 0;
    size_t read = 0;
    quote[written++] = '`';
    while (read < text.length) {
        size_t length = text_utf8(text_after(text, read));
        if (read + (length == 0 ? 1 : length) > QUOTE_BYTES) {
            memcpy(quote + written, cut, sizeof cut - 1);
            written += sizeof cut - 1;
            break;
        }
        if (length == 0) {
            memcpy(quote + written, replacement, sizeof replacement - 1);
            written += sizeof replacement - 1;
            read += 1;
        } else {
            memcpy(quote + written, text.at + read, length);
            written += length;
            read += length;
        }
    }
    quote[written++] = '`';
    return quote;
}
