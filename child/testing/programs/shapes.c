/* Functions with every way of passing memory: compiled by the integration test into a folder of its own. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct { double x, y, z; int32_t id; } Point;
typedef struct { const char *name; int32_t *values; uint32_t count; } Series;
typedef struct { const char *text; double weight; } Weighted;
typedef union { double real; int64_t whole; } Number;
typedef int (*Compare)(const int32_t *a, const int32_t *b);

Point scaled(const Point *from, double by) { Point to = { from->x * by, from->y * by, from->z * by, from->id }; return to; }
int64_t total(const Series *series) { int64_t sum = 0; for (uint32_t i = 0; i < series->count; i++) sum += series->values[i]; return sum; }
size_t lengths(const char *const *texts, size_t count) { size_t sum = 0; for (size_t i = 0; i < count; i++) sum += strlen(texts[i]); return sum; }
size_t by_value(int a, int b, int c, int d, int e, Weighted w, const char *last) { return (size_t)(a + b + c + d + e) + strlen(w.text) + strlen(last) + (size_t)w.weight; }
void fill(uint8_t *out, size_t size, uint8_t with) { for (size_t i = 0; i < size; i++) out[i] = with; }
void set_point(Point *out) { out->x = 1; out->y = 2; out->z = 3; out->id = 4; }
void half(Number *number) { number->real /= 2; }
int best(const int32_t *values, size_t count, Compare compare) { size_t at = 0; for (size_t i = 1; i < count; i++) if (compare(values + i, values + at) > 0) at = i; return (int)at; }
int name_of(char **out) { static char name[] = "shapes"; *out = name; return 0; }
uint16_t *widen(uint16_t *text) { for (uint16_t *at = text; *at; at++) if (*at == 'a') *at = 'A'; return text; }
