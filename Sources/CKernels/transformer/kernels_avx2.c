// x86 with AVX2, FMA and F16C.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "half.h"
#include "kernels.h"
#include "vectors.h"

INLINE float half_at(const uint8_t *p) {
    uint16_t half;
    memcpy(&half, p, 2);
    return _cvtsh_ss(half);
}

INLINE v16f half16(const uint16_t *p) {
    __m256 low = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p));
    __m256 high = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(p + 8)));
    float a[16];
    _mm256_storeu_ps(a, low);
    _mm256_storeu_ps(a + 8, high);
    return load16(a);
}

INLINE void to_half16(uint16_t *p, v16f v) {
    float a[16];
    store16(a, v);
    _mm_storeu_si128((__m128i *)p, _mm256_cvtps_ph(_mm256_loadu_ps(a), _MM_FROUND_TO_NEAREST_INT));
    _mm_storeu_si128((__m128i *)(p + 8), _mm256_cvtps_ph(_mm256_loadu_ps(a + 8), _MM_FROUND_TO_NEAREST_INT));
}

// The products of one block, as eight sums.
INLINE __m256i dot8(const uint8_t *row, ck_type type, __m256i values) {
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i pairs;
    if (type == CK_Q8_0) {
        // maddubs wants one factor without sign: |w| · (y with the sign of w). 2 · 128 · 127 fits 16 bits.
        __m256i w = _mm256_loadu_si256((const __m256i *)row);
        pairs = _mm256_maddubs_epi16(_mm256_sign_epi8(w, w), _mm256_sign_epi8(values, w));
    } else {
        __m128i bytes = _mm_loadu_si128((const __m128i *)row);
        __m256i w = _mm256_inserti128_si256(_mm256_castsi128_si256(bytes), _mm_srli_epi16(bytes, 4), 1);
        pairs = _mm256_maddubs_epi16(_mm256_and_si256(w, _mm256_set1_epi8(15)), values);
    }
    return _mm256_madd_epi16(pairs, ones);
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

#define multiply_rounded multiply_rounded_rows
const ck_kernels ck_kernels_avx2 = CK_KERNELS;
#pragma clang attribute pop
#endif
