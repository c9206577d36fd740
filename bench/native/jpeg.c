/* A picture to decode, made by libturbojpeg, which is looked for when it is needed. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

typedef void *init_fn(void);
typedef int compress_fn(void *, const unsigned char *, int, int, int, int, unsigned char **, unsigned long *, int, int, int);

/* TJPF_RGB, TJSAMP_420, TJFLAG_NOREALLOC of turbojpeg.h. */
enum { RGB = 0, SUBSAMPLED = 2, KEEP_BUFFER = 1024, QUALITY = 85 };

/* Writes a JPEG of width x height into `dst` (`room` bytes); its length, 0 when there is no libturbojpeg. */
unsigned long make_jpeg(unsigned char *dst, unsigned long room, int width, int height) {
    void *library = dlopen("libturbojpeg.so.0", RTLD_NOW);
    if (library == NULL) return 0;
    init_fn *init = (init_fn *)dlsym(library, "tjInitCompress");
    compress_fn *compress = (compress_fn *)dlsym(library, "tjCompress2");
    unsigned char *pixels = malloc((size_t)width * height * 3);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = (unsigned char)((x * (c + 1) ^ y * 3) + (x * y >> (4 + c)));
    unsigned long length = room;
    int failed = compress(init(), pixels, width, 0, height, RGB, &dst, &length, SUBSAMPLED, QUALITY, KEEP_BUFFER);
    free(pixels);
    return failed ? 0 : length;
}
