/* Loaded before the recorder (LD_PRELOAD), this makes conditions that a test can't order for real: a file system far away, a quota, a
   clock that is set while everything runs. Writes count when they go to a trace.
     FAULT_WRITE_MS=200   each write takes that long
     FAULT_QUOTA=100000   writes beyond so many bytes fail with EDQUOT; the first one leaves its CLOCK_MONOTONIC ms in FAULT_TOLD
     FAULT_CLOCK=1        the wall clock jumps a year back, then a year ahead, with each look at it */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { YEAR = 365 * 24 * 3600 };
static atomic_long written;
static atomic_int told;

static long setting(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

static int is_trace(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  static const char suffix[] = ".ffitrace";
  const ssize_t tail = sizeof suffix - 1;
  return length > tail && memcmp(path + length - tail, suffix, (size_t)tail) == 0;
}

static void tell(void) {
  const char *path = getenv("FAULT_TOLD");
  if (!path || atomic_exchange(&told, 1)) return;
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  dprintf(fd, "%ld\n", now.tv_sec * 1000 + now.tv_nsec / 1000000);
  close(fd);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if ((setting("FAULT_WRITE_MS") || setting("FAULT_QUOTA")) && is_trace(fd)) {
    usleep((useconds_t)setting("FAULT_WRITE_MS") * 1000);
    long quota = setting("FAULT_QUOTA");
    if (quota && atomic_fetch_add(&written, (long)count) + (long)count > quota) {
      tell();
      errno = EDQUOT;
      return -1;
    }
  }
  return syscall(SYS_write, fd, bytes, count);
}

static time_t jumped(time_t seconds) {
  static atomic_uint looks;
  if (!setting("FAULT_CLOCK")) return seconds;
  return seconds + (atomic_fetch_add(&looks, 1) % 2 ? YEAR : -YEAR);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = (int)syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec = jumped(time->tv_sec);
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  int result = (int)syscall(SYS_gettimeofday, time, zone);
  if (result == 0) time->tv_sec = jumped(time->tv_sec);
  return result;
}

time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}
