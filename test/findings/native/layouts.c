/* Structs as the library was compiled with them. */
#include <stdint.h>
#include <string.h>

struct counted { int32_t kind; int32_t pad; size_t n; };
struct wide { size_t length; int32_t flags; };
struct aligned { char tag; int32_t value; };
struct versioned { int32_t sensor; float celsius; int64_t taken_at; };
struct pair { int32_t first; int32_t second; };
struct four { float x, y, z, w; };
struct odd { uint8_t a; uint8_t b[6]; uint8_t c; uint32_t d; };

void set_count(struct counted *out, int64_t n) { out->n = (size_t)n; out->kind = 1; }
/* The length first: one store of 8 bytes. */
void set_wide(struct wide *out, int64_t n) { out->length = (size_t)n; out->flags = 3; }
void set_aligned(struct aligned *out) { out->tag = 'x'; out->value = 77; }
void set_versioned(struct versioned *out) { out->sensor = 7; out->celsius = 21.5f; out->taken_at = 1700000000; }
void set_pair(struct pair *out) { out->first = 1; out->second = 2; }

/* A length and what follows it, one byte further than it may be declared. */
struct shifted { uint8_t tag; uint8_t more; uint16_t length; uint32_t sum; };
void set_shifted(struct shifted *out) { out->tag = 1; out->more = 2; out->length = 300; out->sum = 9; }

/* 8 bytes where the declaration may say 4. */
void set_size(size_t *out) { *out = 5; }
void set_sizes(size_t *out, int count) { for (int i = 0; i < count; i++) out[i] = (size_t)i; }

/* All four members with one vector store. */
__attribute__((optimize("O3"))) void scale(struct four *value) {
    value->x *= 2; value->y *= 2; value->z *= 2; value->w *= 2;
}
__attribute__((optimize("O3"))) void set_both(struct pair *out) { *out = (struct pair){ 3, 4 }; }

/* 12 bytes as 8 and 4, or 8 and 8 that overlap. */
__attribute__((optimize("O2"))) void copy_odd(struct odd *out, const struct odd *from) { *out = *from; }
__attribute__((noinline)) void copy_with_library(void *out, const void *from, size_t bytes) { memcpy(out, from, bytes); }
