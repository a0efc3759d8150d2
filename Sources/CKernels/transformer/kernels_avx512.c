// x86 with AVX-512 F, BW, DQ, VL and VNNI.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)
#include "half.h"
#include "kernels.h"
#include "vectors.h"

INLINE float half_at(const uint8_t *p) {
    uint16_t half;
    memcpy(&half, p, 2);
    return _cvtsh_ss(half);
}

INLINE v16f half16(const uint16_t *p) { return (v16f)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p)); }

INLINE void to_half16(uint16_t *p, v16f v) {
    _mm256_storeu_si256((__m256i *)p, _mm512_cvtps_ph((__m512)v, _MM_FROUND_TO_NEAREST_INT));
}

INLINE __m256i dot8(const uint8_t *row, ck_type type, __m256i values) {
    const __m256i zero = _mm256_setzero_si256();
    if (type == CK_Q8_0) {
        __m256i w = _mm256_loadu_si256((const __m256i *)row);
        return _mm256_dpbusd_epi32(zero, _mm256_abs_epi8(w), _mm256_sign_epi8(values, w));
    }
    __m128i bytes = _mm_loadu_si128((const __m128i *)row);
    __m256i w = _mm256_inserti128_si256(_mm256_castsi128_si256(bytes), _mm_srli_epi16(bytes, 4), 1);
    return _mm256_dpbusd_epi32(zero, _mm256_and_si256(w, _mm256_set1_epi8(15)), values);
}

INLINE void dot4(const uint8_t *const rows[4], ck_type type, const int8_t *values, int32_t sums[4]) {
    __m256i y = _mm256_loadu_si256((const __m256i *)values);
    __m256i ab = _mm256_hadd_epi32(dot8(rows[0], type, y), dot8(rows[1], type, y));
    __m256i cd = _mm256_hadd_epi32(dot8(rows[2], type, y), dot8(rows[3], type, y));
    __m256i all = _mm256_hadd_epi32(ab, cd);
    _mm_storeu_si128(
        (__m128i *)sums, _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1)));
}

#include "floats.h"
#include "rows.h"
#include "tiles.h"

static void multiply_rounded(
    const ck_matrix *matrix, ck_rounded x, int count, float *out, int stride, int first, int end, int add) {
    int whole = first + (end - first) / TILE_ROWS * TILE_ROWS;
    switch (matrix->type) {
    case CK_Q4_0: multiply_tiles(matrix, CK_Q4_0, x, count, out, stride, first, whole, add); break;
    case CK_Q4_1: multiply_tiles(matrix, CK_Q4_1, x, count, out, stride, first, whole, add); break;
    case CK_Q8_0: multiply_tiles(matrix, CK_Q8_0, x, count, out, stride, first, whole, add); break;
    default: return;
    }
    if (whole < end) multiply_rounded_rows(matrix, x, count, out, stride, whole, end, add);
}

const ck_kernels ck_kernels_avx512 = CK_KERNELS;
#pragma clang attribute pop
#endif
