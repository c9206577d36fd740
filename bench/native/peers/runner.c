/*
 * The workload without node, for peers that can only record whole programs: runs one function some times and prints
 * how long each call took, in ns. Arguments: FUNCTION SIZE REPEATS ROUNDS, as in bench/functions.cjs, for SQLite also the
 * script and the query.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void nop(void *);
uint32_t sum_vec(const uint32_t *, size_t, size_t);
uint32_t sum_nv(const uint32_t *, size_t, size_t);
void fill(volatile uint8_t *, size_t, size_t);
void copy(void *, const void *, size_t);
void update(volatile void *, size_t);
void sort(int *, size_t);
void rep_move(void *, const void *, size_t, size_t);
void scatter(volatile uint32_t *, size_t, size_t);
unsigned long make_jpeg(unsigned char *, unsigned long, int, int);

enum { ARENA = 1 << 21 };
static unsigned char *first, *second;
static size_t size, rounds;

static void *function(const char *library, const char *name) {
    void *handle = dlopen(library, RTLD_NOW);
    void *found = handle ? dlsym(handle, name) : NULL;
    if (!found) {
        fprintf(stderr, "%s of %s is not there\n", name, library);
        exit(3);
    }
    return found;
}

static void prose(unsigned char *at, size_t n) {
    static const char *words[] = {"the", "call", "reads", "and", "writes", "bytes", "of", "memory", "that", "no", "one", "else", "sees", "until", "it", "returns", "to", "where", "it", "was", "made"};
    uint64_t seed = 7;
    for (size_t i = 0; i < n;) {
        seed = (seed * 1103515245 + 12345) % 2147483648u;
        for (const char *word = words[(seed >> 8) % 21]; i < n && *word; word++) at[i++] = (unsigned char)*word;
        if (i < n) at[i++] = ' ';
    }
}

static void shuffled(int *values, size_t n) {
    uint64_t seed = 11;
    for (size_t i = 0; i < n; i++) values[i] = (int)(seed = (seed * 1103515245 + 12345) % 2147483648u);
}

static void zlib_round_trip(void) {
    static int (*deflate)(void *, unsigned long *, const void *, unsigned long, int);
    static int (*inflate)(void *, unsigned long *, const void *, unsigned long);
    if (!deflate) {
        deflate = function("libz.so.1", "compress2");
        inflate = function("libz.so.1", "uncompress");
    }
    unsigned long packed = size + 1024, unpacked = size;
    deflate(second, &packed, first, size, 6);
    inflate(first, &unpacked, second, packed);
}

static int (*execute)(void *, const char *, void *, void *, void *);
static void *database;

static void open_database(const char *script) {
    int (*open)(const char *, void **) = function("libsqlite3.so.0", "sqlite3_open");
    execute = function("libsqlite3.so.0", "sqlite3_exec");
    open(":memory:", &database);
    execute(database, script, NULL, NULL, NULL);
}

static int (*decode)(void *, const unsigned char *, unsigned long, unsigned char *, int, int, int, int, int);
static void *decoder;
static unsigned long jpeg_length;

static void open_jpeg(void) {
    void *(*init)(void) = function("libturbojpeg.so.0", "tjInitDecompress");
    decode = function("libturbojpeg.so.0", "tjDecompress2");
    decoder = init();
    jpeg_length = make_jpeg(first, ARENA, (int)size, (int)size);
}

static const char *query;

static void run(const char *name) {
    if (!strcmp(name, "nop")) nop(first);
    else if (!strcmp(name, "sum_vec")) sum_vec((uint32_t *)first, size, rounds);
    else if (!strcmp(name, "sum_nv")) sum_nv((uint32_t *)first, size, rounds);
    else if (!strcmp(name, "fill")) fill(first, size, rounds);
    else if (!strcmp(name, "copy")) copy(second, first, size);
    else if (!strcmp(name, "update")) update(first, size);
    else if (!strcmp(name, "sort")) sort((int *)first, size);
    else if (!strcmp(name, "rep_move")) rep_move(second, first, size, rounds);
    else if (!strcmp(name, "stride")) sum_nv((uint32_t *)first, 1 << 18, size);
    else if (!strcmp(name, "scatter")) scatter((uint32_t *)first, 1 << 18, size);
    else if (!strcmp(name, "zlib")) zlib_round_trip();
    else if (!strcmp(name, "sqlite")) execute(database, query, NULL, NULL, NULL);
    else if (!strcmp(name, "jpeg")) decode(decoder, first, jpeg_length, second, (int)size, 0, (int)size, 0, 0);
    else exit(2);
}

int main(int argc, char **argv) {
    if (argc < 5) return 2;
    const char *name = argv[1];
    int repeats = atoi(argv[3]);
    size = strtoul(argv[2], NULL, 10);
    rounds = strtoul(argv[4], NULL, 10);
    first = aligned_alloc(4096, ARENA);
    second = aligned_alloc(4096, ARENA);
    memset(first, 1, ARENA);
    memset(second, 1, ARENA);
    if (!strcmp(name, "zlib")) prose(first, size);
    if (!strcmp(name, "sqlite")) {
        query = argv[6];
        open_database(argv[5]);
    }
    if (!strcmp(name, "jpeg")) open_jpeg();
    for (int i = -1; i < repeats; i++) {
        struct timespec start, end;
        if (!strcmp(name, "sort")) shuffled((int *)first, size);
        clock_gettime(CLOCK_MONOTONIC, &start);
        run(name);
        clock_gettime(CLOCK_MONOTONIC, &end);
        printf("%lld\n", (end.tv_sec - start.tv_sec) * 1000000000ll + end.tv_nsec - start.tv_nsec);
    }
    return 0;
}
