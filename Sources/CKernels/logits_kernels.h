// Included by logits.c once for each set of instructions (ISA) and kind of logit (LOGIT). No guard: that is the point.

typedef LOGIT NAME(eight) __attribute__((ext_vector_type(WIDTH), aligned(sizeof(LOGIT))));

// Eight logits from `place` on, those beyond the end as minus infinity.
static inline __attribute__((always_inline)) lanes NAME(load)(const LOGIT *values, int64_t place, int64_t count) {
    if (place + WIDTH <= count)
        return __builtin_convertvector(*(const NAME(eight) *)(values + place), lanes);
    lanes padded;
    for (int lane = 0; lane < WIDTH; lane++)
        padded[lane] = place + lane < count ? (double)values[place + lane] : -(double)INFINITY;
    return padded;
}

// How far logits lie below the reference, in nats. 708 stands for all that is further: the weight is 0 there.
static inline __attribute__((always_inline)) lanes NAME(distance)(lanes logit, ck_softmax softmax) {
    lanes distance = (softmax.reference - logit) * softmax.inverse_temperature;
    return distance < -LOWEST_EXPONENT ? distance : (lanes)-LOWEST_EXPONENT;
}

// As ck_exp, eight at a time, for x from -708 to 0.
static inline __attribute__((always_inline)) lanes NAME(exponential)(lanes x) {
    lanes shifted = x * LOG2_E + ROUND_SIGNED;
    lanes k = shifted - ROUND_SIGNED;
    lanes r = x - k * LN2_HIGH;
    r = r - k * LN2_LOW;
    lanes r2 = r * r;
    lanes p = EXP_POLYNOMIAL(r, r2, r2 * r2);
    return (lanes)((masks)p + ((masks)shifted << 52));
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
        highest = logit > highest ? logit : highest;
        masks counted = logit > -(double)INFINITY;
        lowest = ((logit < lowest) & counted) ? logit : lowest;
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
        lanes distance = NAME(distance)(logit, softmax);
        lanes weight = NAME(exponential)(-distance);
        number -= (counts)counted;
        mass += NAME(whole)(weight) & (counts)counted;
        moment += NAME(whole)(weight * distance) & (counts)counted;
    }
    return (ck_sums){(int64_t)NAME(total)(number), NAME(total)(mass), NAME(total)(moment)};
}

// Inlined into a function for each measure, so that what is not wanted costs nothing.
static inline __attribute__((always_inline)) void NAME(deal)(
    const LOGIT *values, int64_t count, ck_softmax softmax, ck_ruler ruler, ck_measure measure, uint16_t *places,
    deal *dealt) {
    uint64_t weights[BLOCK], moments[BLOCK];
    uint16_t block[BLOCK];
    for (int64_t start = 0; start < count; start += BLOCK) {
        int64_t size = count - start < BLOCK ? count - start : BLOCK;
        for (int64_t place = 0; place < size; place += WIDTH) {
            lanes logit = NAME(load)(values, start + place, count);
            lanes bin = (ruler.top - logit) * ruler.per_unit;
            bin = bin < CK_BINS - 1 ? bin : (lanes)(CK_BINS - 1);
            bin = logit >= softmax.floor ? bin : (lanes)CK_BINS;
            places16 narrow = __builtin_convertvector(__builtin_convertvector(bin, places32), places16);
            memcpy(block + place, &narrow, sizeof narrow);
            if (measure == CK_COUNT) continue;
            lanes distance = NAME(distance)(logit, softmax);
            lanes weight = NAME(exponential)(-distance);
            counts mass = NAME(whole)(weight);
            memcpy(weights + place, &mass, sizeof mass);
            if (measure == CK_MASS) continue;
            counts moment = NAME(whole)(weight * distance);
            memcpy(moments + place, &moment, sizeof moment);
        }
        memcpy(places + start, block, (size_t)size * sizeof *block);
        for (int64_t i = 0; i < size; i++) {
            dealt->bins[i & 1][block[i]].mass += measure != CK_COUNT ? weights[i] : 0;
            dealt->bins[i & 1][block[i]].count += 1;
            if (measure == CK_MOMENT) dealt->moments[i & 1][block[i]] += moments[i];
        }
    }
}

static void NAME(bins)(
    const LOGIT *values, int64_t count, ck_softmax softmax, ck_ruler ruler, ck_measure measure, uint16_t *places,
    deal *dealt) {
    switch (measure) {
    case CK_COUNT: NAME(deal)(values, count, softmax, ruler, CK_COUNT, places, dealt); break;
    case CK_MASS: NAME(deal)(values, count, softmax, ruler, CK_MASS, places, dealt); break;
    case CK_MOMENT: NAME(deal)(values, count, softmax, ruler, CK_MOMENT, places, dealt); break;
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
