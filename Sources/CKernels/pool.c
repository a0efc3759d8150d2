#define _GNU_SOURCE
#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// How long a thread looks for new work before it sleeps: about 100 µs. A generation has work every few microseconds; a
// longer wait means that the pool is idle, and then it should cost nothing.
enum { WORKER_SPINS = 4000, CALLER_SPINS = 2000 };

struct ck_pool {
    int threads;
    ck_job job;
    void *context;
    pthread_mutex_t turn;
    pthread_mutex_t sleep;
    pthread_cond_t wake;
    pthread_t *workers;
    _Atomic int stopping;
    _Alignas(64) _Atomic uint32_t generation;
    _Atomic int sleepers;
    // From high to low: the generation (32 bits), how many parts it has (16), the next part (16). All in one word, so that
    // a late thread cannot take a part of newer work.
    _Alignas(64) _Atomic uint64_t ticket;
    _Alignas(64) _Atomic uint32_t finished;
};

static inline void relax(void) {
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void drain(ck_pool *pool, uint32_t generation) {
    uint64_t ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
    for (;;) {
        uint32_t part = ticket & 0xFFFF, parts = ticket >> 16 & 0xFFFF;
        if ((uint32_t)(ticket >> 32) != generation || part >= parts) return;
        if (!atomic_compare_exchange_weak_explicit(
                &pool->ticket, &ticket, ticket + 1, memory_order_acq_rel, memory_order_acquire))
            continue;
        // The work cannot be replaced before this part is done.
        pool->job(pool->context, (int)part, (int)parts);
        atomic_fetch_add_explicit(&pool->finished, 1, memory_order_release);
        ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
    }
}

static void sleep_until_changed(ck_pool *pool, uint32_t seen) {
    atomic_fetch_add(&pool->sleepers, 1);
#if defined(__linux__)
    syscall(SYS_futex, &pool->generation, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
#else
    pthread_mutex_lock(&pool->sleep);
    while (atomic_load(&pool->generation) == seen) pthread_cond_wait(&pool->wake, &pool->sleep);
    pthread_mutex_unlock(&pool->sleep);
#endif
    atomic_fetch_sub(&pool->sleepers, 1);
}

static void advance(ck_pool *pool) {
    atomic_fetch_add(&pool->generation, 1);
    if (atomic_load(&pool->sleepers) == 0) return;
#if defined(__linux__)
    syscall(SYS_futex, &pool->generation, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
#else
    pthread_mutex_lock(&pool->sleep);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->sleep);
#endif
}

static void *work(void *argument) {
    ck_pool *pool = argument;
    uint32_t seen = 0;
    for (;;) {
        int spins = 0;
        uint32_t generation;
        while ((generation = atomic_load_explicit(&pool->generation, memory_order_acquire)) == seen) {
            if (++spins < WORKER_SPINS) {
                relax();
            } else {
                sleep_until_changed(pool, seen);
                spins = 0;
            }
        }
        seen = generation;
        if (atomic_load(&pool->stopping)) return NULL;
        drain(pool, generation);
    }
}

ck_pool *ck_pool_create(int threads) {
    ck_pool *pool = aligned_alloc(64, (sizeof *pool + 63) / 64 * 64);
    if (!pool) abort();
    *pool = (ck_pool){.threads = 1};
    pthread_mutex_init(&pool->turn, NULL);
    pthread_mutex_init(&pool->sleep, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->workers = calloc(threads > 1 ? (size_t)threads - 1 : 1, sizeof *pool->workers);
    if (!pool->workers) abort();
    // A machine that gives fewer threads than asked for still does all the work.
    while (pool->threads < threads && pthread_create(&pool->workers[pool->threads - 1], NULL, work, pool) == 0)
        pool->threads++;
    return pool;
}

void ck_pool_destroy(ck_pool *pool) {
    atomic_store(&pool->stopping, 1);
    advance(pool);
    for (int i = 0; i < pool->threads - 1; i++) pthread_join(pool->workers[i], NULL);
    pthread_mutex_destroy(&pool->turn);
    pthread_mutex_destroy(&pool->sleep);
    pthread_cond_destroy(&pool->wake);
    free(pool->workers);
    free(pool);
}

int ck_pool_threads(const ck_pool *pool) { return pool->threads; }

void ck_pool_run(ck_pool *pool, int parts, ck_job job, void *context) {
    if (pool->threads == 1 || parts == 1) {
        for (int part = 0; part < parts; part++) job(context, part, parts);
        return;
    }
    pthread_mutex_lock(&pool->turn);
    uint32_t generation = atomic_load(&pool->generation) + 1;
    // No thread takes a part of this while the ticket still names the old generation, all of whose parts are taken.
    pool->job = job;
    pool->context = context;
    atomic_store_explicit(&pool->finished, 0, memory_order_relaxed);
    atomic_store_explicit(&pool->ticket, (uint64_t)generation << 32 | (uint64_t)parts << 16, memory_order_release);
    advance(pool);
    drain(pool, generation);
    int spins = 0;
    while (atomic_load_explicit(&pool->finished, memory_order_acquire) != (uint32_t)parts) {
        if (++spins < CALLER_SPINS) {
            relax();
        } else {
            sched_yield();
            spins = 0;
        }
    }
    pthread_mutex_unlock(&pool->turn);
}
