/* The functions that are measured. Each touches only the memory it is given, in a way that the compiler can't change. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void nop(void *buffer) {
    (void)buffer;
}

__attribute__((optimize("O3", "tree-vectorize"))) uint32_t sum_vec(const uint32_t *src, size_t n, size_t rounds) {
    uint32_t sum = 0;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < n; i++) sum += src[i];
        __asm__ volatile("" : : : "memory");
    }
    return sum;
}

__attribute__((optimize("no-tree-vectorize", "no-unroll-loops"))) uint32_t sum_nv(const uint32_t *src, size_t n, size_t rounds) {
    uint32_t sum = 0;
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < n; i++) sum += src[i];
    return sum;
}

void fill(volatile uint8_t *dst, size_t n, size_t rounds) {
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < n; i++) dst[i] = (uint8_t)i;
}

void copy(void *dst, const void *src, size_t n) {
    memcpy(dst, src, n);
}

struct item {
    uint8_t flags;
    uint16_t kind;
    uint32_t count;
    uint64_t total;
    float weight;
    double mean;
};

/* Eight writes and four reads a round, over 16 items. */
void update(volatile struct item *items, size_t rounds) {
    for (size_t i = 0; i < rounds; i++) {
        volatile struct item *item = &items[i % 16];
        item->flags = (uint8_t)i;
        item->kind = (uint16_t)i;
        item->count += 1;
        item->total += i;
        item->weight = (float)i;
        item->mean = (double)item->total;
        item->kind = (uint16_t)item->count;
        item->flags = 0;
    }
}

static int by_value(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

void sort(int *values, size_t n) {
    qsort(values, n, sizeof *values, by_value);
}

/* One instruction for each whole copy. */
void rep_move(void *dst, const void *src, size_t n, size_t rounds) {
    for (size_t round = 0; round < rounds; round++) {
        void *to = dst;
        const void *from = src;
        size_t left = n;
        __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(left) : : "memory");
    }
}

/* Writes elements in an order that looks random; `n` is a power of two. */
void scatter(volatile uint32_t *dst, size_t n, size_t writes) {
    uint64_t state = 1;
    for (size_t i = 0; i < writes; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        dst[state >> 33 & (n - 1)] = (uint32_t)i;
    }
}
