// What programs do that a recorder must survive.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

void fill(uint8_t *out, size_t n, int with) {
    for (size_t i = 0; i < n; i++) out[i] = (uint8_t)with;
}

static void *touch(void *at) {
    ((volatile uint8_t *)at)[0]++;
    return NULL;
}

/// Threads one after the other; how many could be made.
int many_threads(uint8_t *out, int count) {
    int made = 0;
    for (int i = 0; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, touch, out)) break;
        pthread_join(thread, NULL);
        made++;
    }
    return made;
}

/// Children at once that end by themselves; how many could be made.
int fork_many(uint8_t *out, int count) {
    int made = 0;
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child < 0) break;
        if (child == 0) {
            out[0] = 1;
            usleep(50 * 1000);
            _exit(0);
        }
        made++;
    }
    while (waitpid(-1, NULL, 0) > 0) {}
    fill(out, 4, 9);
    return made;
}

/// Lowers what it may: open files, processes, the stack, core files.
int limit_all(void) {
    const struct rlimit few = { 64, 64 }, none = { 0, 0 }, stack = { 1 << 20, 1 << 20 };
    return setrlimit(RLIMIT_NOFILE, &few) | setrlimit(RLIMIT_CORE, &none) | setrlimit(RLIMIT_STACK, &stack) | setrlimit(RLIMIT_FSIZE, &none);
}

/* Takes memory until there is none, under a limit 64 MiB above what the process has, and gives it back; 1 when there was an end. */
int starve(uint8_t *out) {
    struct rlimit before, limit;
    char line[256];
    long used = -1, taken = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status)) sscanf(line, "VmData: %ld", &used);
    if (status) fclose(status);
    if (used < 0 || getrlimit(RLIMIT_DATA, &before)) return 0;
    limit = before;
    limit.rlim_cur = (rlim_t)(used + 64 * 1024) * 1024;
    if (setrlimit(RLIMIT_DATA, &limit)) return 0;
    void **kept = NULL, **block;
    while (taken < 1000 && (block = malloc(1 << 20))) {
        *block = kept;
        kept = block;
        taken++;
    }
    fill(out, 8, 7);
    while (kept) {
        block = *kept;
        free(kept);
        kept = block;
    }
    setrlimit(RLIMIT_DATA, &before);
    return taken > 8 && taken < 1000;
}

int become(int id) {
    return setgid(id) | setuid(id);
}

/// Opens and closes a library while a call runs; the last close unloads it.
int unload(const char *path, uint8_t *out) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) return -1;
    void (*function)(uint8_t *, size_t, int) = (void (*)(uint8_t *, size_t, int))dlsym(library, "fill");
    function(out, 8, 5);
    const int closed = dlclose(library);
    fill(out, 4, 6);
    return closed;
}

void kill_self(uint8_t *out, int number) {
    fill(out, 8, 3);
    kill(getpid(), number);
    for (;;) pause();
}

/// Ends the process from another thread while this one is in a call.
static void *end_process(void *code) {
    usleep(20 * 1000);
    _exit((int)(intptr_t)code);
}

void exit_elsewhere(volatile uint8_t *out, int code) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, end_process, (void *)(intptr_t)code)) return;
    for (uint8_t i = 0;; i++) out[0] = i;
}
