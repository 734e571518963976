#include "number.h"

static int digit(char letter) {
    if (letter >= '0' && letter <= '9') {
        return letter - '0';
    }
    if (letter >= 'a' && letter <= 'f') {
        return letter - 'a' + 10;
    }
    return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : 16;
}

bool number_read(struct text digits, int base, int64_t most, int64_t *value) {
    int64_t number = 0;
    for (size_t i = 0; i < digits.length; i++) {
        int next = digit(digits.at[i]);
        if (next >= base || number > (most - next) / base) {
            return false;
        }
        number = number * base + next;
    }
    *value = number;
    return digits.length > 0;
}
