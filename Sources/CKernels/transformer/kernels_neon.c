// Arm with Advanced SIMD and its dot product instructions.
#if defined(__aarch64__)
#include <arm_neon.h>

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#include "half.h"
#include "kernels.h"
#include "vectors.h"

INLINE float half_at(const uint8_t *p) {
    uint16_t half;
    memcpy(&half, p, 2);
    return half_to_float(half);
}

INLINE v16f half16(const uint16_t *p) {
    float a[16];
    for (int i = 0; i < 16; i += 4) vst1q_f32(a + i, vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p + i))));
    return load16(a);
}

INLINE void to_half16(uint16_t *p, v16f v) {
    float a[16];
    store16(a, v);
    for (int i = 0; i < 16; i += 4) vst1_u16(p + i, vreinterpret_u16_f16(vcvt_f16_f32(vld1q_f32(a + i))));
}

INLINE void dot4(const uint8_t *const rows[4], ck_type type, const int8_t *values, int32_t sums[4]) {
    int8x16_t low = vld1q_s8(values), high = vld1q_s8(values + 16);
    for (int i = 0; i < 4; i++) {
        int8x16_t w0, w1;
        if (type == CK_Q8_0) {
            w0 = vld1q_s8((const int8_t *)rows[i]);
            w1 = vld1q_s8((const int8_t *)rows[i] + 16);
        } else {
            uint8x16_t bytes = vld1q_u8(rows[i]);
            w0 = vreinterpretq_s8_u8(vandq_u8(bytes, vdupq_n_u8(15)));
            w1 = vreinterpretq_s8_u8(vshrq_n_u8(bytes, 4));
        }
        sums[i] = vaddvq_s32(vdotq_s32(vdotq_s32(vdupq_n_s32(0), w0, low), w1, high));
    }
}

#include "floats.h"
#include "rows.h"

#define multiply_rounded multiply_rounded_rows
const ck_kernels ck_kernels_neon = CK_KERNELS;
#pragma clang attribute pop
#endif
