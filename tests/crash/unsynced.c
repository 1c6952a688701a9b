/* Writes down what a process does to the files beneath one folder, so that a power cut can be played afterwards.

   Loaded by LD_PRELOAD into the server, or into every process of PostgreSQL. Each write, truncation, change of a
   name and sync is appended to a log of its process with a number from a counter that all share. A write gets
   its number after it was done, a sync before it begins: what is counted as synced had surely been written.
   Nothing is really synced: the log alone says what would have survived. UNSYNCED_LIE=1 is a disk that lies.

   UNSYNCED_ROOT: the folder; UNSYNCED_LOG: where the logs go. What stdio writes inside of libc is not seen, and
   so it never survives. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC_BEGIN, SYNC_END, RENAME, UNLINK, MKDIR, RMDIR, LINK, EXTEND };

struct head {
    uint32_t magic, kind;
    uint64_t seq, ino, at;
    uint32_t first, second; /* bytes that follow: data or a path, and a second path */
};

#define MAGIC 0x57464553u
#define MOST_FDS 65536

static char root[PATH_MAX];
static size_t root_len;
static char logs[PATH_MAX];
static uint64_t *counter;
static int lie, ready;
static unsigned char tracked[MOST_FDS];
static pid_t log_pid;
static int log_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real_##name())
#define FIND(name)                                                                                                 \
    static void *real_##name(void) {                                                                               \
        static void *found;                                                                                        \
        if (!found) found = dlsym(RTLD_NEXT, #name);                                                               \
        return found;                                                                                              \
    }
FIND(open) FIND(open64) FIND(openat) FIND(openat64) FIND(close) FIND(write) FIND(pwrite) FIND(pwrite64)
FIND(writev) FIND(pwritev) FIND(pwritev64) FIND(ftruncate) FIND(ftruncate64) FIND(truncate) FIND(fsync)
FIND(fdatasync) FIND(rename) FIND(renameat) FIND(unlink) FIND(unlinkat) FIND(mkdir) FIND(rmdir) FIND(link)
FIND(fallocate) FIND(posix_fallocate)

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("UNSYNCED_ROOT"), *to = getenv("UNSYNCED_LOG");
    if (!where || !to || !realpath(where, root)) return;
    root_len = strlen(root);
    snprintf(logs, sizeof logs, "%s", to);
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/counter", logs);
    int fd = REAL(open)(path, O_RDWR | O_CREAT, 0666);
    if (fd < 0) return;
    if (REAL(ftruncate)(fd, 4096)) return;
    counter = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    REAL(close)(fd);
    lie = getenv("UNSYNCED_LIE") != NULL;
    ready = counter != MAP_FAILED;
}

static uint64_t next_seq(void) { return __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST); }

static void append(uint64_t seq, int kind, uint64_t ino, uint64_t at, const void *first, size_t first_len,
                   const void *second, size_t second_len) {
    pid_t me = getpid();
    pthread_mutex_lock(&lock);
    if (log_pid != me) {
        char path[PATH_MAX + 32];
        snprintf(path, sizeof path, "%s/log.%d.%llu", logs, me, (unsigned long long)seq);
        int fd = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 200);
        REAL(close)(fd);
        log_pid = me;
    }
    struct head head = {MAGIC, kind, seq, ino, at, first_len, second_len};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)first, first_len}, {(void *)second, second_len}};
    ssize_t done = REAL(writev)(log_fd, parts, 3);
    if (done != (ssize_t)(sizeof head + first_len + second_len)) {
        static const char said[] = "unsynced: the log cannot be written\n";
        if (REAL(write)(2, said, sizeof said - 1) < 0) _exit(98);
        _exit(99);
    }
    pthread_mutex_unlock(&lock);
}

/* The path as it stands from /, or NULL where it is none of ours. */
static const char *ours(int dir, const char *path, char *into) {
    if (!ready || !path) return NULL;
    if (path[0] == '/') {
        snprintf(into, PATH_MAX, "%s", path);
    } else {
        char base[PATH_MAX];
        if (dir == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return NULL;
        } else {
            char link_path[64];
            snprintf(link_path, sizeof link_path, "/proc/self/fd/%d", dir);
            ssize_t n = readlink(link_path, base, sizeof base - 1);
            if (n < 0) return NULL;
            base[n] = 0;
        }
        if (snprintf(into, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
    }
    if (strncmp(into, root, root_len) != 0 || into[root_len] != '/') return NULL;
    return into + root_len + 1;
}

static uint64_t ino_of(int fd) {
    struct stat one;
    return fstat(fd, &one) == 0 && (S_ISREG(one.st_mode) || S_ISDIR(one.st_mode)) ? one.st_ino : 0;
}

static uint64_t ino_at(const char *full) {
    struct stat one;
    return lstat(full, &one) == 0 ? one.st_ino : 0;
}

static int is_tracked(int fd) { return ready && fd >= 0 && fd < MOST_FDS && tracked[fd]; }

static int opened(int fd, const char *name, int flags, int existed) {
    int saved = errno;
    if (fd >= 0 && fd < MOST_FDS) {
        tracked[fd] = name != NULL;
        if (name) {
            uint64_t ino = ino_of(fd);
            if (!existed && (flags & O_CREAT)) append(next_seq(), CREATE, ino, 0, name, strlen(name), NULL, 0);
            if (existed && (flags & O_TRUNC)) append(next_seq(), TRUNCATE, ino, 0, NULL, 0, NULL, 0);
        }
    }
    errno = saved;
    return fd;
}

#define OPEN(symbol, given, call)                                                                                  \
    mode_t mode = 0;                                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                           \
        va_list rest;                                                                                              \
        va_start(rest, flags);                                                                                     \
        mode = va_arg(rest, mode_t);                                                                               \
        va_end(rest);                                                                                              \
    }                                                                                                              \
    char full[PATH_MAX];                                                                                           \
    const char *name = ours(given, path, full);                                                                    \
    int existed = name && ino_at(full) != 0;                                                                       \
    return opened(call, name, flags, existed)

int open(const char *path, int flags, ...) { OPEN(open, AT_FDCWD, REAL(open)(path, flags, mode)); }
int open64(const char *path, int flags, ...) { OPEN(open64, AT_FDCWD, REAL(open64)(path, flags, mode)); }
int openat(int dir, const char *path, int flags, ...) { OPEN(openat, dir, REAL(openat)(dir, path, flags, mode)); }
int openat64(int dir, const char *path, int flags, ...) {
    OPEN(openat64, dir, REAL(openat64)(dir, path, flags, mode));
}
int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) tracked[fd] = 0;
    return REAL(close)(fd);
}

static void wrote(int fd, const void *data, ssize_t done, off64_t at) {
    if (done > 0 && is_tracked(fd)) append(next_seq(), WRITE, ino_of(fd), at, data, done, NULL, 0);
}

static void wrote_parts(int fd, const struct iovec *parts, ssize_t done, off64_t at) {
    for (; done > 0; parts++) {
        ssize_t size = (ssize_t)parts->iov_len < done ? (ssize_t)parts->iov_len : done;
        wrote(fd, parts->iov_base, size, at);
        done -= size, at += size;
    }
}

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t done = REAL(write)(fd, data, size);
    if (done > 0 && is_tracked(fd)) wrote(fd, data, done, lseek64(fd, 0, SEEK_CUR) - done);
    return done;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t done = REAL(writev)(fd, parts, count);
    if (done > 0 && is_tracked(fd)) wrote_parts(fd, parts, done, lseek64(fd, 0, SEEK_CUR) - done);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    ssize_t done = REAL(pwrite)(fd, data, size, at);
    wrote(fd, data, done, at);
    return done;
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    ssize_t done = REAL(pwrite64)(fd, data, size, at);
    wrote(fd, data, done, at);
    return done;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    ssize_t done = REAL(pwritev)(fd, parts, count, at);
    if (done > 0 && is_tracked(fd)) wrote_parts(fd, parts, done, at);
    return done;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    ssize_t done = REAL(pwritev64)(fd, parts, count, at);
    if (done > 0 && is_tracked(fd)) wrote_parts(fd, parts, done, at);
    return done;
}

static int resized(int done, int fd, int kind, uint64_t size) {
    if (done == 0 && is_tracked(fd)) append(next_seq(), kind, ino_of(fd), size, NULL, 0, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t size) { return resized(REAL(ftruncate)(fd, size), fd, TRUNCATE, size); }
int ftruncate64(int fd, off64_t size) { return resized(REAL(ftruncate64)(fd, size), fd, TRUNCATE, size); }
int truncate(const char *path, off_t size) {
    char full[PATH_MAX];
    const char *name = ours(AT_FDCWD, path, full);
    int done = REAL(truncate)(path, size);
    if (done == 0 && name) append(next_seq(), TRUNCATE, ino_at(full), size, NULL, 0, NULL, 0);
    return done;
}
int fallocate(int fd, int mode, off_t at, off_t size) {
    return resized(REAL(fallocate)(fd, mode, at, size), fd, EXTEND, at + size);
}
int posix_fallocate(int fd, off_t at, off_t size) {
    return resized(REAL(posix_fallocate)(fd, at, size), fd, EXTEND, at + size);
}

static int synced(int fd, int (*real)(int)) {
    if (!is_tracked(fd)) return real(fd);
    if (!lie) {
        uint64_t seq = next_seq(), ino = ino_of(fd);
        append(seq, SYNC_BEGIN, ino, 0, NULL, 0, NULL, 0);
        append(next_seq(), SYNC_END, ino, seq, NULL, 0, NULL, 0);
    }
    return 0;
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

static int named(int done, int kind, uint64_t ino, const char *first, const char *second) {
    int saved = errno;
    if (done == 0 && (first || second))
        append(next_seq(), kind, ino, 0, first, first ? strlen(first) : 0, second, second ? strlen(second) : 0);
    errno = saved;
    return done;
}
int rename(const char *from, const char *to) {
    char one[PATH_MAX], two[PATH_MAX];
    const char *first = ours(AT_FDCWD, from, one), *second = ours(AT_FDCWD, to, two);
    return named(REAL(rename)(from, to), RENAME, 0, first, second);
}
int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    char one[PATH_MAX], two[PATH_MAX];
    const char *first = ours(from_dir, from, one), *second = ours(to_dir, to, two);
    return named(REAL(renameat)(from_dir, from, to_dir, to), RENAME, 0, first, second);
}
int link(const char *from, const char *to) {
    char one[PATH_MAX], two[PATH_MAX];
    const char *first = ours(AT_FDCWD, from, one), *second = ours(AT_FDCWD, to, two);
    return named(REAL(link)(from, to), LINK, 0, first, second);
}
int unlink(const char *path) {
    char full[PATH_MAX];
    const char *name = ours(AT_FDCWD, path, full);
    return named(REAL(unlink)(path), UNLINK, 0, name, NULL);
}
int unlinkat(int dir, const char *path, int flags) {
    char full[PATH_MAX];
    const char *name = ours(dir, path, full);
    return named(REAL(unlinkat)(dir, path, flags), flags & AT_REMOVEDIR ? RMDIR : UNLINK, 0, name, NULL);
}
int mkdir(const char *path, mode_t mode) {
    char full[PATH_MAX];
    const char *name = ours(AT_FDCWD, path, full);
    int done = REAL(mkdir)(path, mode);
    return named(done, MKDIR, done == 0 && name ? ino_at(full) : 0, name, NULL);
}
int rmdir(const char *path) {
    char full[PATH_MAX];
    const char *name = ours(AT_FDCWD, path, full);
    return named(REAL(rmdir)(path), RMDIR, 0, name, NULL);
}
