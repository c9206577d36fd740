/* A small library as other people write them. Nothing in here is wrong: the mistakes are in how the programs beside it call it. */
#include <stdint.h>
#include <string.h>

/* `taken_at` was added in version 2. */
struct reading {
    int32_t sensor;
    float celsius;
    int64_t taken_at;
};

void read_sensor(struct reading *reading) {
    reading->sensor = 7;
    reading->celsius = 21.5f;
    reading->taken_at = 1700000000;
}

void find_range(const int32_t *values, int count, int32_t *low, int32_t *high) {
    *low = *high = values[0];
    for (int i = 1; i < count; i++) {
        if (values[i] < *low) *low = values[i];
        if (values[i] > *high) *high = values[i];
    }
}

static char *log_buffer;
static size_t log_size;
static size_t log_used;

/* The buffer has to live until the next log_to. */
void log_to(char *buffer, size_t size) {
    log_buffer = buffer;
    log_size = size;
    log_used = 0;
    if (size > 0) buffer[0] = '\0';
}

void log_line(const char *text) {
    while (*text != '\0' && log_used + 2 < log_size) log_buffer[log_used++] = *text++;
    if (log_used + 1 < log_size) {
        log_buffer[log_used++] = '\n';
        log_buffer[log_used] = '\0';
    }
}

struct document {
    const char *title;
    int64_t words;
};

int64_t count_words(const struct document *document) {
    return document->words;
}

/* 0, or 3 when the disk is full. It is. */
int save(const char *text, uint64_t *written) {
    *written = strlen(text) / 2;
    return 3;
}
