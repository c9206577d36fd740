/* Functions that read and write as much as they are told to. What is wrong is in the programs that call them. */
#include <stdint.h>
#include <string.h>

void fill(uint8_t *dst, size_t count, int value) {
    for (size_t i = 0; i < count; i++) dst[i] = (uint8_t)value;
}

void fill_words(uint32_t *dst, size_t count, uint32_t value) {
    for (size_t i = 0; i < count; i++) dst[i] = value;
}

void put(uint8_t *dst, long offset, int value) {
    dst[offset] = (uint8_t)value;
}

void put_u64(void *dst, long offset, uint64_t value) {
    memcpy((char *)dst + offset, &value, sizeof value);
}

/* The C library does the writing. */
void clear(void *dst, size_t bytes) {
    memset(dst, 0, bytes);
}

void append(char *text, const char *more) {
    while (*text) text++;
    while ((*text++ = *more++)) {}
}

uint64_t sum(const uint8_t *src, size_t count) {
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) total += src[i];
    return total;
}

uint64_t sum_words(const uint32_t *src, size_t count) {
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) total += src[i];
    return total;
}

int get(const uint8_t *src, long offset) {
    return src[offset];
}

/* Reads up to the terminator, byte by byte. */
size_t measure(const char *text) {
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

size_t library_measure(const char *text) {
    return strlen(text);
}

int same(const void *one, const void *other, size_t bytes) {
    return memcmp(one, other, bytes) == 0;
}

/* Vectors, and a rest byte by byte, as compilers make them. */
__attribute__((optimize("O3"))) void add(uint8_t *dst, const uint8_t *src, size_t count) {
    for (size_t i = 0; i < count; i++) dst[i] = (uint8_t)(dst[i] + src[i]);
}

void move(uint8_t *dst, const uint8_t *src, size_t count) {
    memmove(dst, src, count);
}

/* Forward, whatever lies where. */
void copy_forward(uint8_t *dst, const uint8_t *src, size_t count) {
    for (size_t i = 0; i < count; i++) dst[i] = src[i];
}

uint32_t checksum(const uint8_t *src, size_t count) {
    uint32_t value = 0;
    for (size_t i = 0; i + 4 <= count; i += 4) {
        uint32_t word;
        memcpy(&word, src + i, 4);
        value ^= word;
    }
    return value;
}
