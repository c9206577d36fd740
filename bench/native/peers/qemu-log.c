/*
 * A plugin for qemu-user that writes each memory access of the program to a file, 16 bytes each: address, then the
 * instruction's address with size and direction in the upper bits. Argument: out=FILE. Declares by itself what it uses
 * of version 1 of qemu's plugin interface, since distributions do not ship the header.
 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

typedef uint64_t plugin_id;
struct tb;
struct insn;
extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct tb *));
extern void qemu_plugin_register_atexit_cb(plugin_id, void (*)(plugin_id, void *), void *);
extern size_t qemu_plugin_tb_n_insns(const struct tb *);
extern struct insn *qemu_plugin_tb_get_insn(const struct tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct insn *);
extern void qemu_plugin_register_vcpu_mem_cb(struct insn *, void (*)(unsigned, uint32_t, uint64_t, void *), int, int, void *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

enum { RECORDS = 1 << 16, READS_AND_WRITES = 3 };
static uint64_t records[RECORDS][2];
static size_t used;
static int file = -1;

static void flush(void) {
    const char *at = (const char *)records;
    size_t left = used * sizeof records[0];
    while (left > 0) {
        ssize_t done = write(file, at, left);
        if (done <= 0) _exit(4);
        at += done;
        left -= (size_t)done;
    }
    used = 0;
}

static void on_access(unsigned cpu, uint32_t info, uint64_t address, void *pc) {
    (void)cpu;
    records[used][0] = address;
    records[used][1] = (uint64_t)pc | (uint64_t)info << 48;
    if (++used == RECORDS) flush();
}

static void on_translate(plugin_id id, struct tb *tb) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct insn *insn = qemu_plugin_tb_get_insn(tb, i);
        qemu_plugin_register_vcpu_mem_cb(insn, on_access, 0, READS_AND_WRITES, (void *)qemu_plugin_insn_vaddr(insn));
    }
}

static void on_exit(plugin_id id, void *data) {
    (void)id;
    (void)data;
    flush();
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info, int argc, char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++)
        if (!strncmp(argv[i], "out=", 4)) file = open(argv[i] + 4, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
    qemu_plugin_register_atexit_cb(id, on_exit, 0);
    return 0;
}
