/* A traced program that means harm: speaks the recorder's protocols (native/wire) and fills them with nonsense.
   hostile SEED MILLISECONDS. What it does follows from the seed. Ends with 7. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include <linux/futex.h>

enum { CHUNK = 64 * 1024, CHUNKS = 8, THREADS = 256, PAGE = 4096 };
static uint64_t state;

static uint64_t next(void) {
  state ^= state << 13; state ^= state >> 7; state ^= state << 17;
  return state;
}
static uint64_t below(uint64_t limit) { return next() % limit; }

static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000L + t.tv_nsec / 1000000;
}

static int connect_to_recorder(void) {
  const char *path = getenv("FFISCOPE_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (!path || fd < 0) return -1;
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

static void tell(int fd, const char *text) { (void)!send(fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT); }

/* The welcome with its four descriptors; how many came. */
static int welcome(int fd, int *fds) {
  char text[4096], control[CMSG_SPACE(8 * sizeof(int))];
  struct iovec part = { text, sizeof text };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  if (recvmsg(fd, &message, 0) <= 0) return 0;
  struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
  if (!rights) return 0;
  int count = (int)((rights->cmsg_len - CMSG_LEN(0)) / sizeof(int));
  memcpy(fds, CMSG_DATA(rights), (size_t)count * sizeof(int));
  return count;
}

static void *map(int fd, size_t *size) {
  struct stat stat;
  fstat(fd, &stat);
  *size = (size_t)stat.st_size;
  return mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

static uint64_t word(void) {
  static const uint64_t edges[] = { 0, 1, 15, 16, 17, 4095, 4096, 65535, 65536, 0x7fffffff, 0x80000000u, 0xffffffffu, 1ull << 32, 1ull << 47, 1ull << 63, ~0ull };
  return below(3) ? edges[below(sizeof edges / sizeof *edges)] : next();
}

static const char *DEFINES[] = {
  "{\"define\":\"label\",\"id\":1,\"text\":\"<script>\"}", "{\"define\":\"label\",\"id\":4294967295,\"text\":\"\"}",
  "{\"define\":\"type\",\"id\":1,\"name\":\"T\",\"size\":18446744073709551615,\"fields\":[{\"name\":\"a\",\"type\":\"b\",\"offset\":18446744073709551615,\"size\":1}]}",
  "{\"define\":\"function\",\"id\":1,\"name\":\"f\",\"library\":\"../../etc/passwd\",\"result\":\"\",\"params\":[]}",
  "{\"define\":\"site\",\"id\":1,\"file\":\"/etc/shadow\",\"line\":4294967295,\"column\":0}", "{\"define\":\"nothing\"}", "[[[[[[[[", "\xff\xfe", "{",
};

/* One record with a known tag: fields at their edges, a payload that may be cut, too long, or text. */
static size_t record(uint64_t *cells, size_t left) {
  uint32_t tag = below(12) ? (uint32_t)below(24) : (uint32_t)next();
  size_t bytes = below(4) ? below(400) : (size_t)word() % (1u << 20);
  uint8_t *payload = (uint8_t *)(cells + 2);
  size_t room = left > 16 ? left - 16 : 0;
  for (size_t at = 0; at < bytes && at + 8 <= room; at += 8) {
    uint64_t value = word();
    memcpy(payload + at, &value, 8);
  }
  if (tag == 6 && room > 300) {
    const char *text = DEFINES[below(sizeof DEFINES / sizeof *DEFINES)];
    bytes = strlen(text);
    memcpy(payload, text, bytes);
  }
  cells[0] = word();
  __atomic_store_n(cells + 1, ((uint64_t)(uint32_t)bytes << 32) | tag, __ATOMIC_RELEASE);
  size_t used = 16 + ((bytes + 15) & ~15ul);
  return used > left ? left : used;
}

static void fill_chunk(uint8_t *chunk) {
  for (size_t at = 0; at + 32 <= CHUNK;) at += record((uint64_t *)(chunk + at), CHUNK - at);
}

static void disturb(int fd, uint8_t *session, size_t session_size, uint8_t *ring, size_t ring_size) {
  size_t block = (session_size - PAGE) / THREADS;
  size_t thread = below(4) ? below(3) : below(THREADS);
  uint32_t *words = (uint32_t *)(session + PAGE + thread * block);
  switch (below(8)) {
    case 0: case 1: case 2: case 3: {
      words[1] = below(8) ? (uint32_t)getpid() : (uint32_t)word();
      words[0] = 1;
      size_t at = (thread * CHUNKS + words[2] % CHUNKS) * CHUNK;
      if (at + CHUNK <= ring_size) fill_chunk(ring + at);
      __atomic_fetch_add(words + 2, below(16) ? 1 : (uint32_t)word(), __ATOMIC_RELEASE);
      break;
    }
    case 4: words[below(6)] = (uint32_t)word(); break;
    case 5: *(uint64_t *)(session + below(PAGE / 8) * 8) = word(); break;
    case 6: {
      uint64_t args[2] = { word(), word() };
      memcpy((uint8_t *)words + 24, args, sizeof args);
      words[4] = (uint32_t)below(7);
      break;
    }
    default: {
      static const char *messages[] = {
        "{\"type\":\"retcode\",\"code\":-2147483648,\"site\":4294967295}", "{\"type\":\"events\",\"call\":18446744073709551615}", "{\"type\":\"ready\",\"shadow\":true}", "{\"type\":\"events\",\"call\":1}",
      };
      tell(fd, messages[below(4)]);
    }
  }
  __atomic_fetch_add((uint32_t *)(session + 12), 1, __ATOMIC_RELEASE);
  syscall(SYS_futex, session + 12, FUTEX_WAKE, 100, NULL, NULL, 0);
}

static void misbehave(void) {
  int fds[8], fd = connect_to_recorder();
  if (fd < 0) exit(9);
  static const char *openings[] = { "", "{", "{\"type\":\"hello\"}", "{\"type\":\"hello\",\"version\":99,\"pid\":1}", "{\"type\":\"ready\",\"shadow\":true}", "\xff\xff" };
  if (below(6) == 0) {
    tell(fd, openings[below(6)]);
    close(fd);
    return;
  }
  char hello[80];
  snprintf(hello, sizeof hello, "{\"type\":\"hello\",\"version\":%s,\"pid\":1}", getenv("WIRE_VERSION"));
  tell(fd, hello);
  if (welcome(fd, fds) < 4) exit(8);
  for (int at = 0; at < 4; at++) if (ftruncate(fds[at], 0) == 0) puts("a memory could be cut");
  size_t session_size, ring_size;
  uint8_t *session = map(fds[0], &session_size), *ring = map(fds[1], &ring_size);
  if (below(8)) tell(fd, "{\"type\":\"ready\",\"shadow\":false}");
  for (int turns = 50 + (int)below(200); turns > 0; turns--) disturb(fd, session, session_size, ring, ring_size);
  if (below(2)) usleep(2000);
  munmap(session, session_size);
  munmap(ring, ring_size);
  for (int at = 0; at < 4; at++) close(fds[at]);
  close(fd);
}

/* Memory of its own that the recorder, whose child this is, has in use, KiB; 0 where it can't be told. What it shares with us is not in it. */
static long recorder_memory(void) {
  char line[256];
  long used = 0;
  snprintf(line, sizeof line, "/proc/%d/status", getppid());
  FILE *status = fopen(line, "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "RssAnon: %ld", &used);
  if (status) fclose(status);
  return used;
}

int main(int argc, char **argv) {
  state = (argc > 1 ? strtoull(argv[1], NULL, 10) : 1) * 0x9e3779b97f4a7c15ull + 1;
  int rounds = 0;
  long most = 0;
  for (long end = now_ms() + (argc > 2 ? atol(argv[2]) : 200); now_ms() < end; rounds++) {
    misbehave();
    long used = recorder_memory();
    if (used > most) most = used;
  }
  printf("%d rounds, the recorder at most %ld KiB\n", rounds, most);
  return 7;
}
