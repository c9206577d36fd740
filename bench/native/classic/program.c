/* The traced side: what the program calls through koffi. */
#define _GNU_SOURCE
#include "classic.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct shared *classic_shared;

/* System calls without libc: nothing here may touch more stack than a return address. */
static inline long system_call(long number, long a, long b, long c) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}

static inline void stop_here(void) {
    long process = system_call(SYS_getpid, 0, 0, 0);
    system_call(SYS_tgkill, process, system_call(SYS_gettid, 0, 0, 0), SIGSTOP);
}

static inline void protect(long rights) {
    system_call(SYS_mprotect, (long)classic_shared->start, (long)classic_shared->length, rights);
}

void open_pages(void) {
    protect(PROT_READ | PROT_WRITE);
    stop_here();
    __builtin_trap();
}

void close_pages(void) {
    protect(PROT_NONE);
    stop_here();
    __builtin_trap();
}

/* Pages for the program's data; nothing else lies on them. */
void *classic_memory(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Waits at most 5 s for a state. */
static int wait_for(int wanted) {
    time_t end = time(NULL) + 5;
    for (;;) {
        int state = atomic_load(&classic_shared->state);
        if (state == wanted) return 0;
        if (state == FAILED || time(NULL) > end) return -1;
        usleep(50);
    }
}

/* Starts the tracer. 0, or -1 when it could not attach. */
int classic_attach(void) {
    classic_shared = mmap(NULL, sizeof *classic_shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (classic_shared == MAP_FAILED) return -1;
    pid_t thread = (pid_t)system_call(SYS_gettid, 0, 0, 0);
    atomic_store(&classic_shared->state, START_ASKED);
    pid_t tracer = fork();
    if (tracer < 0) return -1;
    if (tracer == 0) trace_thread(thread);
    prctl(PR_SET_PTRACER, tracer, 0, 0, 0);
    return wait_for(IDLE);
}

/* Message, confirmation, then the stop: the tracer can't see the stop before it knows what it is for. */
int classic_begin(void *start, size_t length) {
    classic_shared->start = (uint64_t)start;
    classic_shared->length = length;
    atomic_store(&classic_shared->accesses, 0);
    atomic_store(&classic_shared->state, START_ASKED);
    if (wait_for(START_CONFIRMED) != 0) return -1;
    protect(PROT_NONE);
    stop_here();
    return 0;
}

/* Accesses of the call that ends here. */
uint64_t classic_end(void) {
    stop_here();
    protect(PROT_READ | PROT_WRITE);
    return atomic_load(&classic_shared->accesses);
}
