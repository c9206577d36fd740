/* Preloaded: takes the place where translated code usually lies. */
#include <stdlib.h>
#include <sys/mman.h>

__attribute__((constructor)) static void take(void) {
    if (mmap((void *)0x60000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) abort();
}
