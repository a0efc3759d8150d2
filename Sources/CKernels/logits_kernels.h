// Included by logits.c once for each set of instructions (ISA) and kind of logit (LOGIT). No guard: that is the point.

typedef LOGIT NAME(eight) __attribute__((vector_size(WIDTH * sizeof(LOGIT)), aligned(sizeof(LOGIT))));

// Eight logits from `place` on, those beyond the end as minus infinity.
static inline __attribute__((always_inline)) lanes NAME(load)(const LOGIT *values, int64_t place, int64_t count) {
    if (place + WIDTH <= count)
        return __builtin_convertvector(*(const NAME(eight) *)(values + place), lanes);
    lanes padded;
    for (int lane = 0; lane < WIDTH; lane++)
        padded[lane] = place + lane < count ? (double)values[place + lane] : -(double)INFINITY;
    return padded;
}

static inline __attribute__((always_inline)) lanes NAME(choose)(masks condition, lanes yes, lanes no) {
    return (lanes)(((masks)yes & condition) | ((masks)no & ~condition));
}

// As ck_exp, eight at a time.
static inline __attribute__((always_inline)) lanes NAME(exponential)(lanes x) {
    masks underflow = ~(x >= LOWEST_EXPONENT);
    x = NAME(choose)(underflow, (lanes){} + LOWEST_EXPONENT, x);
    lanes shifted = x * LOG2_E + ROUND_SIGNED;
    lanes k = shifted - ROUND_SIGNED;
    lanes r = x - k * LN2_HIGH;
    r = r - k * LN2_LOW;
    lanes r2 = r * r;
    lanes p = EXP_POLYNOMIAL(r, r2, r2 * r2);
    masks scaled = (masks)p + ((masks)shifted << 52);
    return (lanes)(scaled & ~underflow);
}

// A number from 0 to 1 as a whole number of weight.
static inline __attribute__((always_inline)) counts NAME(whole)(lanes x) {
    return (counts)(x * CK_WEIGHT_ONE + ROUND_UNSIGNED) - (counts)((lanes){} + ROUND_UNSIGNED);
}

static inline __attribute__((always_inline)) uint64_t NAME(total)(counts x) {
    uint64_t sum = 0;
    for (int lane = 0; lane < WIDTH; lane++) sum += x[lane];
    return sum;
}

static ck_range NAME(range)(const LOGIT *values, int64_t count) {
    lanes highest = (lanes){} - (double)INFINITY, lowest = (lanes){} + (double)INFINITY;
    masks refused = {};
    counts finite = {};
    for (int64_t place = 0; place < count; place += WIDTH) {
        lanes logit = NAME(load)(values, place, count);
        refused |= ~(logit < (double)INFINITY);
        highest = NAME(choose)(logit > highest, logit, highest);
        masks counted = logit > -(double)INFINITY;
        lowest = NAME(choose)((logit < lowest) & counted, logit, lowest);
        finite -= (counts)counted;
    }
    ck_range range = {-(double)INFINITY, (double)INFINITY, (int64_t)NAME(total)(finite), -1};
    int64_t any = 0;
    for (int lane = 0; lane < WIDTH; lane++) {
        any |= refused[lane];
        if (highest[lane] > range.highest) range.highest = highest[lane];
        if (lowest[lane] < range.lowest) range.lowest = lowest[lane];
    }
    for (int64_t place = 0; any && range.refused < 0; place++)
        if (!((double)values[place] < (double)INFINITY)) range.refused = place;
    return range;
}

static ck_sums NAME(sums)(const LOGIT *values, int64_t count, ck_softmax softmax) {
    counts number = {}, mass = {}, moment = {};
    for (int64_t place = 0; place < count; place += WIDTH) {
        lanes logit = NAME(load)(values, place, count);
        masks counted = logit >= softmax.floor;
        lanes distance = (softmax.reference - logit) * softmax.inverse_temperature;
        lanes weight = NAME(exponential)(-distance);
        number -= (counts)counted;
        mass += NAME(whole)(weight) & (counts)counted;
        // Where the weight is 0 the distance may be infinite, and their product no number.
        masks weighs = counted & (weight > 0);
        moment += NAME(whole)((lanes)((masks)(weight * distance) & weighs));
    }
    return (ck_sums){(int64_t)NAME(total)(number), NAME(total)(mass), NAME(total)(moment)};
}

static void NAME(bins)(
    const LOGIT *values, int64_t count, ck_softmax softmax, double per_unit, int weighed, uint16_t *places,
    ck_bin bins[2][CK_BINS + 1]) {
    uint64_t weights[BLOCK];
    uint16_t block[BLOCK];
    for (int64_t start = 0; start < count; start += BLOCK) {
        int64_t size = count - start < BLOCK ? count - start : BLOCK;
        for (int64_t place = 0; place < size; place += WIDTH) {
            lanes logit = NAME(load)(values, start + place, count);
            lanes distance = softmax.reference - logit;
            lanes bin = distance * per_unit;
            bin = NAME(choose)(bin < CK_BINS - 1, bin, (lanes){} + (CK_BINS - 1));
            bin = NAME(choose)(logit >= softmax.floor, bin, (lanes){} + CK_BINS);
            places16 narrow = __builtin_convertvector(__builtin_convertvector(bin, places32), places16);
            memcpy(block + place, &narrow, sizeof narrow);
            if (weighed) {
                counts weight = NAME(whole)(NAME(exponential)(-(distance * softmax.inverse_temperature)));
                memcpy(weights + place, &weight, sizeof weight);
            }
        }
        memcpy(places + start, block, (size_t)size * sizeof *block);
        if (weighed) {
            for (int64_t i = 0; i < size; i++) {
                ck_bin *bin = &bins[i & 1][block[i]];
                bin->mass += weights[i];
                bin->count += 1;
            }
        } else {
            for (int64_t i = 0; i < size; i++) bins[i & 1][block[i]].count += 1;
        }
    }
}

static int64_t NAME(number)(const LOGIT *values, int64_t count, double floor) {
    counts number = {};
    for (int64_t place = 0; place < count; place += WIDTH)
        number -= (counts)(NAME(load)(values, place, count) >= floor);
    return (int64_t)NAME(total)(number);
}

static int64_t NAME(above)(const LOGIT *values, int64_t count, double floor, uint32_t *places) {
    int64_t found = 0;
    for (int64_t place = 0; place < count; place += WIDTH) {
        lanes logit = NAME(load)(values, place, count);
        masks kept = logit >= floor;
        int64_t any = __builtin_reduce_or(kept);
        if (any == 0) continue;
        for (int lane = 0; lane < WIDTH; lane++)
            if (kept[lane]) places[found++] = (uint32_t)(place + lane);
    }
    return found;
}
