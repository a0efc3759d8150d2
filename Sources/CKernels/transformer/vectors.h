// Sixteen floats at a time, in one order of operations for every processor.
//
// Included by files that are compiled for one set of instructions each. Multiply-adds are written out and never left to
// the compiler, which is told not to contract (-ffp-contract=off in the pragma below).
#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF
// Vectors pass between these functions only, all of which are inlined: how they would be passed otherwise does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float v16f __attribute__((vector_size(64)));
typedef int32_t v16i __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline, unused))

INLINE v16f load16(const float *p) {
    v16f v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store16(float *p, v16f v) { memcpy(p, &v, sizeof v); }

INLINE v16f splat16(float x) { return (v16f){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }

INLINE v16f fma16(v16f a, v16f b, v16f c) { return __builtin_elementwise_fma(a, b, c); }

// a in the lanes where `mask` is -1, b where it is 0.
INLINE v16f pick16(v16i mask, v16f a, v16f b) { return (v16f)((mask & (v16i)a) | (~mask & (v16i)b)); }

INLINE v16f max16(v16f a, v16f b) { return pick16(a > b, a, b); }

// The sum of the lanes: halves added to halves, four times.
INLINE float sum16(v16f v) {
    float a[16];
    memcpy(a, &v, sizeof a);
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++) a[i] += a[i + half];
    return a[0];
}

INLINE float highest16(v16f v) {
    float a[16];
    memcpy(a, &v, sizeof a);
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++) a[i] = a[i] > a[i + half] ? a[i] : a[i + half];
    return a[0];
}

// e to the x, within 2 units in the last place for x from -87 to 88; beyond, the value at the nearer end.
//
// x = n · ln 2 + r with |r| ≤ ln 2 / 2, and the series of e to the r to its seventh term.
INLINE v16f exp16(v16f x) {
    const v16f low = splat16(-87.0f), high = splat16(88.0f);
    x = max16(x, low);
    x = pick16(x < high, x, high);
    const v16f rounder = splat16(12582912.0f);  // 1.5 · 2²³: adding and taking it away rounds to a whole number
    v16f n = x * splat16(1.44269504088896341f);
    n = n + rounder;
    n = n - rounder;
    v16f r = fma16(n, splat16(-0.693359375f), x);
    r = fma16(n, splat16(2.12194440e-4f), r);
    v16f p = splat16(1.9875691500e-4f);
    p = fma16(p, r, splat16(1.3981999507e-3f));
    p = fma16(p, r, splat16(8.3334519073e-3f));
    p = fma16(p, r, splat16(4.1665795894e-2f));
    p = fma16(p, r, splat16(1.6666665459e-1f));
    p = fma16(p, r, splat16(5.0000001201e-1f));
    v16f square = r * r;
    p = fma16(p, square, r);
    p = p + splat16(1.0f);
    v16i exponent = (__builtin_convertvector(n, v16i) + 127) << 23;
    return p * (v16f)exponent;
}
