#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct header {
  uint32_t magic;
  uint16_t version;
  uint16_t flags;
  uint64_t length;
};

uint32_t sum_bytes(const uint8_t *src, size_t size)
{
  uint32_t sum = 0;
  for (size_t i = 0; i < size; i++)
    sum += src[i];
  return sum;
}

void fill_bytes(uint8_t *dst, size_t size, uint8_t value)
{
  for (size_t i = 0; i < size; i++)
    dst[i] = value;
}

/* Leaves flags unwritten. */
void read_header(const uint8_t *src, struct header *out)
{
  memcpy(&out->magic, src, 4);
  memcpy(&out->version, src + 4, 2);
  memcpy(&out->length, src + 8, 8);
}

void store_at(uint32_t *where, uint32_t value)
{
  *where = value;
}

void find_range(const int32_t *values, int count, int32_t *low, int32_t *high) {
    *low = *high = values[0];
    for (int i = 1; i < count; i++) {
        if (values[i] < *low) *low = values[i];
        if (values[i] > *high) *high = values[i];
    }
}

void fill_words(uint32_t *words, size_t count, uint32_t value) {
    for (size_t i = 0; i < count; i++) words[i] = value;
}
