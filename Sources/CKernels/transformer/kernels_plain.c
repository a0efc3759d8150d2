// Portable C: for processors that have none of the other sets of instructions, and to test those against.
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
    for (int i = 0; i < 16; i++) a[i] = half_at((const uint8_t *)(p + i));
    return load16(a);
}

INLINE void to_half16(uint16_t *p, v16f v) {
    for (int i = 0; i < 16; i++) p[i] = float_to_half(v[i]);
}

INLINE void dot4(const uint8_t *const rows[4], ck_type type, const int8_t *values, int32_t sums[4]) {
    for (int i = 0; i < 4; i++) {
        int32_t sum = 0;
        if (type == CK_Q8_0) {
            for (int k = 0; k < 32; k++) sum += (int8_t)rows[i][k] * values[k];
        } else {
            for (int k = 0; k < 16; k++) sum += (rows[i][k] & 15) * values[k] + (rows[i][k] >> 4) * values[k + 16];
        }
        sums[i] = sum;
    }
}

#include "floats.h"
#include "rows.h"

#define multiply_rounded multiply_rounded_rows
const ck_kernels ck_kernels_plain = CK_KERNELS;
