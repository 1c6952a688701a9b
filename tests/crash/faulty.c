/* A disk and a clock that misbehave while the process runs, for whoever writes into the switches.

   Loaded by LD_PRELOAD. The switches are five numbers of 64 bits in a mapped file, so that a test turns them at
   any moment: 0 the disk beneath FAULTY_ROOT is full: nothing grows (ENOSPC); 1 every sync takes so many µs;
   2 every sync fails (EIO); 3 how many µs the wall clock is off; 4 how many writes were refused. Durations
   (CLOCK_MONOTONIC) are left alone, as they are when a clock is set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FULL, SYNC_US, SYNC_FAILS, CLOCK_US, REFUSED };

static volatile int64_t *switches;
static char root[PATH_MAX];

#define REAL(name) ((__typeof__(&name))real_##name())
#define FIND(name)                                                                                                 \
    static void *real_##name(void) {                                                                               \
        static void *found;                                                                                        \
        if (!found) found = dlsym(RTLD_NEXT, #name);                                                               \
        return found;                                                                                              \
    }
FIND(write) FIND(pwrite) FIND(pwrite64) FIND(pwritev) FIND(pwritev64) FIND(fsync)
FIND(fdatasync) FIND(posix_fallocate) FIND(clock_gettime) FIND(time)

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("FAULTY_ROOT"), *path = getenv("FAULTY_SWITCHES");
    if (!where || !path) return;
    if (!realpath(where, root)) snprintf(root, sizeof root, "(nowhere)");
    int fd = open(path, O_RDWR);
    if (fd < 0) return;
    void *found = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (found != MAP_FAILED) switches = found;
}

static int is_ours(int fd) {
    char link_path[64], name[PATH_MAX];
    snprintf(link_path, sizeof link_path, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link_path, name, sizeof name - 1);
    if (n < 0) return 0;
    name[n] = 0;
    return strncmp(name, root, strlen(root)) == 0;
}

static int is_full(int fd, off64_t end) {
    struct stat one;
    if (!switches || !switches[FULL]) return 0;
    if (fstat(fd, &one) || !S_ISREG(one.st_mode) || end <= one.st_size || !is_ours(fd)) return 0;
    __atomic_add_fetch(&switches[REFUSED], 1, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return 1;
}

static size_t total(const struct iovec *parts, int count) {
    size_t size = 0;
    while (count-- > 0) size += parts++->iov_len;
    return size;
}

ssize_t write(int fd, const void *data, size_t size) {
    if (switches && switches[FULL] && is_full(fd, lseek64(fd, 0, SEEK_CUR) + size)) return -1;
    return REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return is_full(fd, at + size) ? -1 : REAL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return is_full(fd, at + size) ? -1 : REAL(pwrite64)(fd, data, size, at);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    return is_full(fd, at + total(parts, count)) ? -1 : REAL(pwritev)(fd, parts, count, at);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    return is_full(fd, at + total(parts, count)) ? -1 : REAL(pwritev64)(fd, parts, count, at);
}
int posix_fallocate(int fd, off_t at, off_t size) {
    return is_full(fd, at + size) ? ENOSPC : REAL(posix_fallocate)(fd, at, size);
}

static int sync_slowly(int fd, int (*real)(int)) {
    struct stat one;
    if (switches && (switches[SYNC_US] || switches[SYNC_FAILS]) && !fstat(fd, &one) && is_ours(fd)) {
        if (switches[SYNC_US]) usleep(switches[SYNC_US]);
        if (switches[SYNC_FAILS]) {
            errno = EIO;
            return -1;
        }
    }
    return real(fd);
}
int fsync(int fd) { return sync_slowly(fd, REAL(fsync)); }
int fdatasync(int fd) { return sync_slowly(fd, REAL(fdatasync)); }

int clock_gettime(clockid_t which, struct timespec *into) {
    int done = REAL(clock_gettime)(which, into);
    if (done == 0 && switches && switches[CLOCK_US] && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) {
        int64_t us = into->tv_sec * INT64_C(1000000) + into->tv_nsec / 1000 + switches[CLOCK_US];
        into->tv_sec = us / 1000000;
        into->tv_nsec = us % 1000000 * 1000;
    }
    return done;
}
int gettimeofday(struct timeval *restrict into, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    into->tv_sec = now.tv_sec;
    into->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *into) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now)) return REAL(time)(into);
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}
