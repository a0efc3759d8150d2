#include "logits.h"

#include <math.h>
#include <string.h>

// A fused multiplication and addition rounds once instead of twice: it would give other bits than a processor without.
#pragma STDC FP_CONTRACT OFF

// How vectors are passed differs between processors; here every function that takes one is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

// Eight lanes on every processor. The compiler makes of them what registers there are: one, two or four.
typedef double lanes __attribute__((ext_vector_type(8)));
typedef int64_t masks __attribute__((ext_vector_type(8)));
typedef uint64_t counts __attribute__((ext_vector_type(8)));
typedef int32_t places32 __attribute__((ext_vector_type(8)));
typedef uint16_t places16 __attribute__((ext_vector_type(8)));

enum { WIDTH = 8, BLOCK = 128 };

// exp(x) = 2^k × exp(r), with k whole and |r| at most ½ log 2. The polynomial is the Chebyshev fit to exp there; its
// relative error is 2.2e-16. LN2_HIGH has 32 bits, so that k × LN2_HIGH is exact.
#define LOG2_E 0x1.71547652b82fep+0
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define LOWEST_EXPONENT (-708.0)
// Adding it rounds to a whole number, which then stands in the low bits.
#define ROUND_SIGNED 0x1.8p52
#define ROUND_UNSIGNED 0x1p52

#define EXP_POLYNOMIAL(r, r2, r4)                                                                        \
    (1 + (((r) * 0x1.000000000001ep+0 + (r2) * (0x1.0000000000005p-1 + (r) * 0x1.555555554b736p-3)) +    \
          (r4) * (((0x1.55555555520a4p-5 + (r) * 0x1.1111112ddae8bp-7) +                                 \
                   (r2) * (0x1.6c16c17f46982p-10 + (r) * 0x1.a01978b8b3d18p-13)) +                       \
                  (r4) * ((0x1.a019a6611cad5p-16 + (r) * 0x1.72fafebdaf273p-19) + (r2) * 0x1.28a2ca617b969p-22))))

static uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double of_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double ck_exp(double x) {
    if (!(x >= LOWEST_EXPONENT)) return 0;
    double shifted = x * LOG2_E + ROUND_SIGNED;
    double k = shifted - ROUND_SIGNED;
    double r = x - k * LN2_HIGH;
    r = r - k * LN2_LOW;
    double r2 = r * r;
    double p = EXP_POLYNOMIAL(r, r2, r2 * r2);
    return of_bits(bits_of(p) + (bits_of(shifted) << 52));
}

uint64_t ck_whole(double x) { return bits_of(x * CK_WEIGHT_ONE + ROUND_UNSIGNED) - bits_of(ROUND_UNSIGNED); }

uint64_t ck_weight(double x) { return ck_whole(ck_exp(x)); }

double ck_log(double x) {
    // x = 2^k × m with m from √½ to √2, and log m = 2 artanh((m − 1) ÷ (m + 1)).
    uint64_t bits = bits_of(x) - bits_of(0x1.6a09e667f3bcdp-1);
    int64_t k = (int64_t)bits >> 52;
    double m = of_bits(bits_of(x) - ((uint64_t)k << 52));
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double sum = 0;
    for (int n = 23; n >= 3; n -= 2) sum = (sum + 1.0 / n) * z;
    return (double)k * LN2_HIGH + ((double)k * LN2_LOW + (2 * s * sum + 2 * s));
}

// Two sets of bins, so that neighbours that fall into one bin do not wait for each other's sum; a bin more in each for
// what is left out. Mass and count lie side by side and are added to as one.
typedef struct {
    struct {
        uint64_t mass;
        uint64_t count;
    } bins[2][CK_BINS + 1];
    uint64_t moments[2][CK_BINS + 1];
} deal;

// The same source for every set of instructions, and for `float` and `double` logits.
#define PASTE_(name, isa, type) name##_##isa##_##type
#define PASTE(name, isa, type) PASTE_(name, isa, type)
#define NAME(name) PASTE(name, ISA, LOGIT)

#define ISA plain
#define LOGIT float
#include "logits_kernels.h"
#undef LOGIT
#define LOGIT double
#include "logits_kernels.h"
#undef LOGIT
#undef ISA

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define ISA avx2
#define LOGIT float
#include "logits_kernels.h"
#undef LOGIT
#define LOGIT double
#include "logits_kernels.h"
#undef LOGIT
#undef ISA
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define ISA avx512
#define LOGIT float
#include "logits_kernels.h"
#undef LOGIT
#define LOGIT double
#include "logits_kernels.h"
#undef LOGIT
#undef ISA
#pragma clang attribute pop
#endif

// On Arm the plain kernels are Advanced SIMD already: every 64-bit Arm processor has it.
#if defined(__x86_64__)
#define CHOOSE(name, isa, logits, ...)                                                                  \
    ((isa) == CK_AVX512_VNNI                                                                            \
         ? ((logits).is_double ? name##_avx512_double(__VA_ARGS__) : name##_avx512_float(__VA_ARGS__))  \
     : (isa) == CK_AVX2                                                                                 \
         ? ((logits).is_double ? name##_avx2_double(__VA_ARGS__) : name##_avx2_float(__VA_ARGS__))      \
         : ((logits).is_double ? name##_plain_double(__VA_ARGS__) : name##_plain_float(__VA_ARGS__)))
#else
#define CHOOSE(name, isa, logits, ...) \
    ((void)(isa), (logits).is_double ? name##_plain_double(__VA_ARGS__) : name##_plain_float(__VA_ARGS__))
#endif

ck_range ck_logits_range(ck_isa isa, ck_logits logits) {
    return CHOOSE(range, isa, logits, logits.values, logits.count);
}

ck_sums ck_logits_sums(ck_isa isa, ck_logits logits, ck_softmax softmax) {
    return CHOOSE(sums, isa, logits, logits.values, logits.count, softmax);
}

void ck_logits_bins(
    ck_isa isa, ck_logits logits, ck_softmax softmax, ck_ruler ruler, ck_measure measure, uint16_t *places,
    ck_bin *bins) {
    deal dealt;
    memset(&dealt, 0, sizeof dealt);
    CHOOSE(bins, isa, logits, logits.values, logits.count, softmax, ruler, measure, places, &dealt);
    for (int bin = 0; bin < CK_BINS; bin++) {
        bins[bin].mass = dealt.bins[0][bin].mass + dealt.bins[1][bin].mass;
        bins[bin].count = dealt.bins[0][bin].count + dealt.bins[1][bin].count;
        bins[bin].moment = dealt.moments[0][bin] + dealt.moments[1][bin];
    }
}

int64_t ck_logits_count(ck_isa isa, ck_logits logits, double floor) {
    return CHOOSE(number, isa, logits, logits.values, logits.count, floor);
}

int64_t ck_logits_above(ck_isa isa, ck_logits logits, double floor, uint32_t *places) {
    return CHOOSE(above, isa, logits, logits.values, logits.count, floor, places);
}

int64_t ck_bin_members(const uint16_t *places, int64_t count, uint16_t bin, uint32_t *found) {
    typedef uint16_t group __attribute__((vector_size(16), aligned(2)));
    int64_t members = 0, place = 0;
    for (; place + 32 <= count; place += 32) {
        const group *g = (const group *)(places + place);
        group hit = (group)(g[0] == bin) | (group)(g[1] == bin) | (group)(g[2] == bin) | (group)(g[3] == bin);
        uint64_t halves[2];
        memcpy(halves, &hit, sizeof halves);
        if ((halves[0] | halves[1]) == 0) continue;
        for (int64_t i = place; i < place + 32; i++)
            if (places[i] == bin) found[members++] = (uint32_t)i;
    }
    for (; place < count; place++)
        if (places[place] == bin) found[members++] = (uint32_t)place;
    return members;
}
