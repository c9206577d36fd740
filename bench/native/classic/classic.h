/*
 * The classic way to record accesses with ptrace, as the baseline of the benchmark.
 *
 * A second process traces the thread that makes the calls. During a call the tracked pages are closed (PROT_NONE). Each
 * access to them faults, and the tracer then
 *   1. makes the thread run `open_pages` on a stack of its own, which it clears first,
 *   2. lets the thread execute the one instruction,
 *   3. makes it run `close_pages`,
 *   4. lets it go on to its next fault.
 * That is four stops and two mprotect calls for an access.
 */
#pragma once
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

enum { CALLBACK_STACK = 1024, EVENTS = 1 << 16 };

/* What the tracer asks of the program, and the other way round. */
enum state { IDLE, START_ASKED, START_CONFIRMED, TRACING, ENDED, FAILED };

struct event {
    uint64_t address;
    uint8_t instruction[16];
};

/* Shared by both processes. */
struct shared {
    _Atomic int state;
    pid_t thread;
    uint64_t start;
    uint64_t length;
    _Atomic uint64_t accesses;
    struct event events[EVENTS];
    _Alignas(16) uint8_t stack[CALLBACK_STACK];
};

extern struct shared *classic_shared;

/* Run by the traced thread; each ends with a stop. */
void open_pages(void);
void close_pages(void);

/* Never returns. */
_Noreturn void trace_thread(pid_t thread);
