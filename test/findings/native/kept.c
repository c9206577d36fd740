/* Functions that keep pointers, and threads that go on. */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name;
static int32_t *counter;
static uint8_t *bytes;
static size_t count;

void keep_name(const char *text) { name = text; }
size_t name_length(void) {
    size_t length = 0;
    while (name[length]) length++;
    return length;
}
size_t kept_name_length(const char *text) {
    (void)text;
    return name_length();
}
void copy_name(const char *text) { name = strdup(text); }

void keep_counter(int32_t *value) { counter = value; *value = 0; }
void bump(void) { ++*counter; }
void bump_and_set(int32_t *value) {
    *value = 1;
    ++*counter;
}

void keep_bytes(uint8_t *buffer, size_t size) { bytes = buffer; count = size; }
void fill_kept(int value) { for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)value; }
void fill_kept_and_more(int value, uint8_t *more) {
    fill_kept(value);
    *more = (uint8_t)value;
}
void drop(void) { name = NULL; counter = NULL; bytes = NULL; }

static pthread_t thread;
static unsigned delay;

static void *work(void *value) {
    usleep(delay);
    fill_kept((int)(intptr_t)value);
    return NULL;
}

/* A thread fills the buffer `milliseconds` later. */
void start_filling(uint8_t *buffer, size_t size, unsigned milliseconds) {
    keep_bytes(buffer, size);
    delay = milliseconds * 1000;
    pthread_create(&thread, NULL, work, (void *)7);
}
void wait_for_it(void) { pthread_join(thread, NULL); }
void fill_in_thread(uint8_t *buffer, size_t size) { start_filling(buffer, size, 0); wait_for_it(); }

/* Slowly, so that two calls run at the same time. */
void slow_fill(uint8_t *buffer, size_t size, int value) {
    for (int turn = 0; turn < 40; turn++) {
        for (size_t i = 0; i < size; i++) buffer[i] = (uint8_t)value;
        usleep(2000);
    }
}
uint64_t slow_sum(const uint8_t *buffer, size_t size) {
    uint64_t total = 0;
    for (int turn = 0; turn < 40; turn++) {
        for (size_t i = 0; i < size; i++) total += buffer[i];
        usleep(2000);
    }
    return total;
}
void slow_count(int32_t *value) {
    for (int turn = 0; turn < 40; turn++) {
        __atomic_add_fetch(value, 1, __ATOMIC_SEQ_CST);
        usleep(2000);
    }
}

void read_through(const uint64_t *pointers, size_t size) {
    volatile uint8_t sink;
    const uint8_t *at = (const uint8_t *)(uintptr_t)pointers[0];
    for (size_t i = 0; i < size; i++) sink = at[i];
    (void)sink;
}
