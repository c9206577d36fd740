/* Functions that give results through pointers. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct stat_like {
    uint8_t kind;
    /* padding: 7 bytes */
    int64_t size;
    int32_t mode;
    /* padding: 4 bytes */
};

int split(int32_t value, int32_t *quotient, int32_t *remainder) {
    *quotient = value / 10;
    if (value % 10 != 0) *remainder = value % 10;
    return 0;
}

int examine(struct stat_like *out, int with_mode) {
    out->kind = 1;
    out->size = 4096;
    if (with_mode) out->mode = 0644;
    return 0;
}

/* Every second element. */
void odd_ones(int16_t *out, int count) {
    for (int i = 0; i < count; i += 2) out[i] = (int16_t)i;
}

void squares(int32_t *out, int count) {
    for (int i = 0; i < count; i++) out[i] = i * i;
}

void almost_squares(int32_t *out, int count) {
    for (int i = 0; i + 1 < count; i++) out[i] = i * i;
}

/* How many were written. */
int some_squares(int32_t *out, int room) {
    int count = room < 3 ? room : 3;
    squares(out, count);
    return count;
}

void some_squares_by_pointer(int32_t *out, int32_t *count) {
    *count = 2;
    squares(out, 2);
}

void greet(char *out, size_t room) {
    if (room >= 6) memcpy(out, "hello", 6);
}

int fails(int32_t *out) {
    (void)out;
    return -1;
}

int reads_or_fails(int32_t *out, int value) {
    if (value < 0) return -22;
    *out = value;
    return 0;
}

void upper(char *text) {
    for (; *text; text++) if (*text >= 'a' && *text <= 'z') *text -= 32;
}

union number { int32_t whole; double real; };

void as_whole(union number *out) {
    memset(out, 0, sizeof *out);
    out->whole = 7;
}

void as_real(union number *out) {
    out->real = 0.5;
}

int64_t use(const int32_t *values, int count) {
    int64_t total = 0;
    for (int i = 0; i < count; i++) total += values[i];
    return total;
}
