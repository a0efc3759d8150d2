// The kernels for one set of instructions. See matrix.h and transformer.h for what each does.
#ifndef CKERNELS_KERNELS_H
#define CKERNELS_KERNELS_H

#include "matrix.h"
#include "transformer.h"

typedef struct {
    void (*row)(const ck_matrix *, int, float *);
    void (*round)(const float *, int, ck_rounded, int);
    void (*multiply_rounded)(const ck_matrix *, ck_rounded, int, float *, int, int, int, int);
    void (*multiply_exact)(const ck_matrix *, const float *, int, float *, int, int, int, int);
    void (*rms_norm)(const float *, const float *, float, int, float *);
    void (*rotate)(float *, const float *, const float *, int, int);
    void (*swiglu)(float *, const float *, int);
    void (*store)(ck_cache, int, const float *, const float *);
    void (*attend)(ck_cache, const float *, float *, int, int, int, int, float, float *);
} ck_kernels;

#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx512, ck_kernels_avx2;
#elif defined(__aarch64__)
extern const ck_kernels ck_kernels_neon;
#endif
extern const ck_kernels ck_kernels_plain;

// Fills the table of the file that includes the templates.
#define CK_KERNELS \
    { row, round_vector, multiply_rounded, multiply_exact, rms_norm, rotate, swiglu, store, attend }

#endif
