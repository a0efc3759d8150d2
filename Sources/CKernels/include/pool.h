// Threads that share one piece of work after another, with little delay between two.
#ifndef CKERNELS_POOL_H
#define CKERNELS_POOL_H

// Does part `part` of `parts` of a piece of work.
typedef void (*ck_job)(void *context, int part, int parts);

typedef struct ck_pool ck_pool;

// A pool of `threads` threads, the caller's included. With 1 there is no other thread.
ck_pool *ck_pool_create(int threads);

// Ends the pool's threads. No work may be under way.
void ck_pool_destroy(ck_pool *pool);

int ck_pool_threads(const ck_pool *pool);

// Runs `job` once for each part in 0..<parts (65,535 at most), on the caller's thread and the pool's, and returns when all are done.
//
// Parts are taken in order, each by whichever thread is free: the caller never waits for a thread that has not begun.
// One caller at a time; a second one waits for the first. A job must not call this for its own pool.
void ck_pool_run(ck_pool *pool, int parts, ck_job job, void *context);

#endif
