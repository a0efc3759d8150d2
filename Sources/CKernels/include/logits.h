// Softmax weights over logits, and their sums.
//
// A logit's weight is exp((logit − reference) × inverse_temperature), at most 1, rounded to a whole multiple of 2⁻⁴³. Sums
// of whole numbers are exact in any order, and each weight is made by the same additions and multiplications on every
// processor, so every figure here is the same to the last bit on every machine and with vectors of any width.
//
// Logits are finite or minus infinity; one of minus infinity is never counted.
#ifndef CKERNELS_LOGITS_H
#define CKERNELS_LOGITS_H

#include "processor.h"

#include <stdint.h>

// One, as a weight. The weights of 2²⁰ logits, the most that may be given, add up to less than 2⁶⁴.
#define CK_WEIGHT_ONE 0x1p43
#define CK_MAX_LOGITS 1048576

// Logits that lie side by side in memory: `float`, or `double` if `is_double`.
typedef struct {
    const void *values;
    int64_t count;
    int is_double;
} ck_logits;

typedef struct {
    double highest;   // minus infinity if no logit is finite
    double lowest;    // of those that are finite
    int64_t finite;   // how many are
    int64_t refused;  // the place of the first NaN or plus infinity, or -1
} ck_range;

typedef struct {
    double reference;            // the logit whose weight is 1; none counted is higher
    double inverse_temperature;  // finite, above 0
    double floor;                // logits below it are left out; finite
} ck_softmax;

// How many logits there are, what they weigh, and the sum of weight × distance below the reference, in nats after the
// division by the temperature: entropy = log(mass) + moment ÷ mass.
typedef struct {
    int64_t count;
    uint64_t mass;
    uint64_t moment;
} ck_sums;

// Logits are dealt into bins of equal width: from `top` down, which none counted exceeds, `per_unit` to each unit.
#define CK_BINS 512
typedef struct {
    double top;
    double per_unit;
} ck_ruler;

typedef struct {
    uint64_t mass;
    uint64_t moment;
    uint64_t count;
} ck_bin;

// How much of a bin is wanted; the rest is 0.
typedef enum { CK_COUNT, CK_MASS, CK_MOMENT } ck_measure;

ck_range ck_logits_range(ck_isa isa, ck_logits logits);

ck_sums ck_logits_sums(ck_isa isa, ck_logits logits, ck_softmax softmax);

// Fills `bins`, of which there are CK_BINS, and writes each logit's bin to `places`: CK_BINS for one that is left out.
// What lies beyond the last bin is in the last.
void ck_logits_bins(
    ck_isa isa, ck_logits logits, ck_softmax softmax, ck_ruler ruler, ck_measure measure, uint16_t *places,
    ck_bin *bins);

// How many logits are not below `floor`.
int64_t ck_logits_count(ck_isa isa, ck_logits logits, double floor);

// Writes the places of the logits not below `floor` to `places`, in order, and gives their number.
int64_t ck_logits_above(ck_isa isa, ck_logits logits, double floor, uint32_t *places);

// Writes the places in `places` that hold `bin` to `found`, in order, and gives their number.
int64_t ck_bin_members(const uint16_t *places, int64_t count, uint16_t bin, uint32_t *found);

// exp(x) for x not above 0, within 3 units in the last place; 0 below -708.
double ck_exp(double x);

// The whole number that the kernels above count as the weight of exp(x).
uint64_t ck_weight(double x);

// A number from 0 to 1 as the kernels above count it: as a multiple of 2⁻⁴³.
uint64_t ck_whole(double x);

// log(x) for a normal x above 0, within 2 units in the last place, the same on every machine.
double ck_log(double x);

// Something to be ranked: the highest key first, of equal keys the lowest order.
typedef struct {
    double key;
    uint64_t weight;
    uint32_t order;
} ck_entry;

typedef struct {
    int64_t rank;        // the entry's place in the ranking
    uint64_t mass_above; // what the entries before it weigh
    ck_entry entry;
} ck_place;

// The first entry of the ranking up to and with which there are at least `target` entries, or, if `weighed`, with which
// the mass is at least `target`; the last entry if all are not enough. Takes linear time, and reorders the entries so
// that those that rank before the one found stand before it.
ck_place ck_entries_find(ck_entry *entries, int64_t count, uint64_t target, int weighed);

#endif
