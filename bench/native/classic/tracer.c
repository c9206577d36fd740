/* The tracing side. */
#define _GNU_SOURCE
#include "classic.h"
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t traced;

/* Looks for the next stop again and again, as a tracer does that never blocks. */
static int next_stop(void) {
    for (;;) {
        int status;
        pid_t found = waitpid(traced, &status, WNOHANG | __WALL);
        if (found < 0 && errno != EINTR) _exit(1);
        if (found == traced) {
            if (WIFEXITED(status) || WIFSIGNALED(status)) _exit(0);
            return status;
        }
        if (atomic_load(&classic_shared->state) == START_ASKED) atomic_store(&classic_shared->state, START_CONFIRMED);
    }
}

/* Other signals are passed on until the one that is waited for stops the thread. */
static void wait_signal(int wanted) {
    for (;;) {
        int signal = WSTOPSIG(next_stop());
        if (signal == wanted) return;
        ptrace(PTRACE_CONT, traced, NULL, (void *)(long)signal);
    }
}

/* The thread runs `function` on the callback stack, and stops at its end. */
static void run_callback(void (*function)(void), const struct user_regs_struct *at) {
    for (size_t i = 0; i < CALLBACK_STACK; i += sizeof(long)) ptrace(PTRACE_POKEDATA, traced, classic_shared->stack + i, NULL);
    struct user_regs_struct registers = *at;
    registers.rip = (uint64_t)function;
    registers.rsp = (uint64_t)(classic_shared->stack + CALLBACK_STACK - 8);
    ptrace(PTRACE_SETREGS, traced, NULL, &registers);
    ptrace(PTRACE_CONT, traced, NULL, NULL);
    wait_signal(SIGSTOP);
}

static void record(uint64_t address, uint64_t instruction) {
    uint64_t number = atomic_fetch_add(&classic_shared->accesses, 1);
    struct event *event = &classic_shared->events[number % EVENTS];
    struct iovec here = {event->instruction, sizeof event->instruction};
    struct iovec there = {(void *)instruction, sizeof event->instruction};
    event->address = address;
    process_vm_readv(traced, &here, 1, &there, 1, 0);
}

static void one_access(uint64_t address) {
    struct user_regs_struct registers;
    ptrace(PTRACE_GETREGS, traced, NULL, &registers);
    record(address, registers.rip);
    run_callback(open_pages, &registers);
    ptrace(PTRACE_SETREGS, traced, NULL, &registers);
    ptrace(PTRACE_SINGLESTEP, traced, NULL, NULL);
    wait_signal(SIGTRAP);
    ptrace(PTRACE_GETREGS, traced, NULL, &registers);
    run_callback(close_pages, &registers);
    ptrace(PTRACE_SETREGS, traced, NULL, &registers);
    ptrace(PTRACE_CONT, traced, NULL, NULL);
}

/* A stop outside of a callback: an access, the begin or the end of a call, or a signal of the program's own. */
static void handle(int signal) {
    siginfo_t info;
    ptrace(PTRACE_GETSIGINFO, traced, NULL, &info);
    uint64_t address = (uint64_t)info.si_addr;
    int state = atomic_load(&classic_shared->state);
    if (signal == SIGSEGV && state == TRACING && address - classic_shared->start < classic_shared->length) {
        one_access(address);
        return;
    }
    if (signal == SIGSTOP) {
        atomic_store(&classic_shared->state, state == START_CONFIRMED ? TRACING : ENDED);
        signal = 0;
    }
    ptrace(PTRACE_CONT, traced, NULL, (void *)(long)signal);
}

_Noreturn void trace_thread(pid_t thread) {
    traced = thread;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* The program allows its tracer only after the fork: a few tries. */
    int attached = -1;
    for (int i = 0; i < 100 && attached != 0; i++) {
        attached = (int)ptrace(PTRACE_SEIZE, traced, NULL, NULL);
        if (attached != 0) usleep(10000);
    }
    atomic_store(&classic_shared->state, attached == 0 ? IDLE : FAILED);
    if (attached != 0) _exit(1);
    for (;;) handle(WSTOPSIG(next_stop()));
}
