#include "kernels.h"

#include "processor.h"

static const ck_kernels *chosen(void) {
    switch (ck_processor()) {
#if defined(__x86_64__)
    case CK_AVX512_VNNI: return &ck_kernels_avx512;
    case CK_AVX2: return &ck_kernels_avx2;
#elif defined(__aarch64__)
    case CK_NEON: return &ck_kernels_neon;
#endif
    default: return &ck_kernels_plain;
    }
}

void ck_row(const ck_matrix *matrix, int row, float *out) { chosen()->row(matrix, row, out); }

void ck_round(const float *x, int columns, ck_rounded out, int index) { chosen()->round(x, columns, out, index); }

void ck_multiply_rounded(
    const ck_matrix *matrix, ck_rounded x, int count, float *out, int stride, int first, int end, int add) {
    chosen()->multiply_rounded(matrix, x, count, out, stride, first, end, add);
}

void ck_multiply_exact(
    const ck_matrix *matrix, const float *x, int count, float *out, int stride, int first, int end, int add) {
    chosen()->multiply_exact(matrix, x, count, out, stride, first, end, add);
}

void ck_rms_norm(const float *x, const float *weight, float epsilon, int count, float *out) {
    chosen()->rms_norm(x, weight, epsilon, count, out);
}

void ck_rotate(float *x, const float *cosines, const float *sines, int heads, int head_size) {
    chosen()->rotate(x, cosines, sines, heads, head_size);
}

void ck_swiglu(float *gate, const float *up, int count) { chosen()->swiglu(gate, up, count); }

void ck_store(ck_cache cache, int position, const float *key, const float *value) {
    chosen()->store(cache, position, key, value);
}

void ck_attend(
    ck_cache cache, const float *q, float *out, int stride, int heads, int first, int count, float scale, float *scratch) {
    chosen()->attend(cache, q, out, stride, heads, first, count, scale, scratch);
}
