// A set of kernels, for vectors of LANES floats and ROWS outputs at a time. Included once for each set; no include guard.
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(function) JOIN(SET, function)
#define WIDTH (2 * LANES)

typedef float NAME(v) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int32_t NAME(i) __attribute__((vector_size(LANES * 4), aligned(4)));
#define V NAME(v)
#define I NAME(i)

static inline V NAME(load)(const float *p) { return *(const V *)p; }
static inline void NAME(store)(float *p, V v) { *(V *)p = v; }
static inline V NAME(select)(I mask, V a, V b) { return (V)(((I)a & mask) | ((I)b & ~mask)); }

// e to the x, to about 2e-7 of itself: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2] (Cephes, expf).
static inline V NAME(exp)(V x) {
    V low = (V){} - 87.0f, high = (V){} + 88.0f;
    x = NAME(select)(x < low, low, x);
    x = NAME(select)(x > high, high, x);
    // Adding 1.5 · 2^23 rounds to a whole number.
    V n = (x * 1.44269504088896341f + 12582912.0f) - 12582912.0f;
    V r = x - n * 0.693359375f + n * 2.12194440e-4f;
    V p = (V){} + 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    return p * (V)((__builtin_convertvector(n, I) + 127) << 23);
}

// Abramowitz and Stegun, 7.1.26: erf to 1.5e-7.
static inline V NAME(gelu)(V x) {
    V z = x * 0.70710678118654752f;
    V magnitude = (V)((I)z & 0x7FFFFFFF);
    V t = 1.0f / (1.0f + 0.3275911f * magnitude);
    V p = (V){} + 1.061405429f;
    p = p * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    V erf = 1.0f - p * t * NAME(exp)(-z * z);
    erf = (V)((I)erf | ((I)z & (int32_t)0x80000000));
    return 0.5f * x * (1.0f + erf);
}

// `rows` outputs of the first `vectors` vectors of one panel. Both are constants where this is inlined.
static inline __attribute__((always_inline)) void NAME(tile)(const float *x, const float *weight, const float *bias,
                                                             float *y, int inputs, int rows, int vectors,
                                                             ck_activation activation) {
    V sum[ROWS][2];
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) sum[r][v] = (V){} + bias[r];
    for (int k = 0; k < inputs; k++) {
        V a[2];
        for (int v = 0; v < vectors; v++) a[v] = NAME(load)(x + (size_t)k * WIDTH + v * LANES);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            float w = weight[(size_t)r * inputs + k];
            for (int v = 0; v < vectors; v++) sum[r][v] += w * a[v];
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++)
            NAME(store)(y + r * WIDTH + v * LANES, activation == CK_GELU ? NAME(gelu)(sum[r][v]) : sum[r][v]);
}

static void NAME(linear)(const float *x, const float *weight, const float *bias, float *y, int tokens, int inputs,
                         int outputs, ck_activation activation) {
    int panels = (tokens + WIDTH - 1) / WIDTH;
    // As many panels at a time as the second-level cache holds, so that each reads the same rows of the weights soon.
    int group = (512 << 10) / (inputs * WIDTH * 4);
    if (group < 1) group = 1;
    for (int begin = 0; begin < panels; begin += group) {
        int end = begin + group < panels ? begin + group : panels;
        for (int row = 0; row < outputs; row += ROWS) {
            int rows = outputs - row < ROWS ? outputs - row : ROWS;
            const float *w = weight + (size_t)row * inputs;
            for (int panel = begin; panel < end; panel++) {
                const float *a = x + (size_t)panel * inputs * WIDTH;
                float *c = y + ((size_t)panel * outputs + row) * WIDTH;
                int half = tokens - panel * WIDTH <= LANES;
                if (rows == ROWS && !half) {
                    NAME(tile)(a, w, bias + row, c, inputs, ROWS, 2, activation);
                } else if (rows == ROWS) {
                    NAME(tile)(a, w, bias + row, c, inputs, ROWS, 1, activation);
                } else {
                    for (int r = 0; r < rows; r++)
                        NAME(tile)(a, w + (size_t)r * inputs, bias + row + r, c + r * WIDTH, inputs, 1, 2, activation);
                }
            }
        }
    }
}

static void NAME(layer_norm)(float *x, const float *residual, const float *weight, const float *bias, int tokens,
                             int features, float epsilon) {
    for (int first = 0; first < tokens; first += LANES) {
        size_t start = (size_t)(first / WIDTH) * features * WIDTH + first % WIDTH;
        float *lane = x + start;
        V sum = {};
        for (int f = 0; f < features; f++) {
            V value = NAME(load)(lane + (size_t)f * WIDTH);
            if (residual) value += NAME(load)(residual + start + (size_t)f * WIDTH);
            NAME(store)(lane + (size_t)f * WIDTH, value);
            sum += value;
        }
        V mean = sum / (float)features, squares = {};
        for (int f = 0; f < features; f++) {
            V off = NAME(load)(lane + (size_t)f * WIDTH) - mean;
            squares += off * off;
        }
        V variance = squares / (float)features + epsilon, scale;
        for (int i = 0; i < LANES; i++) scale[i] = 1.0f / sqrtf(variance[i]);
        for (int f = 0; f < features; f++) {
            V value = NAME(load)(lane + (size_t)f * WIDTH);
            NAME(store)(lane + (size_t)f * WIDTH, (value - mean) * scale * weight[f] + bias[f]);
        }
    }
}

// Feature rows of one text, copied out of the panels so that they begin at a vector's first lane.
static void NAME(gather)(const float *panels, float *rows, int first, int tokens, int padded, int feature, int count,
                         int features, float scale) {
    for (int f = 0; f < count; f++) {
        float *row = rows + (size_t)f * padded;
        for (int t = 0; t < tokens; t++) {
            int token = first + t;
            row[t] = scale * panels[((size_t)(token / WIDTH) * features + feature + f) * WIDTH + token % WIDTH];
        }
        for (int t = tokens; t < padded; t++) row[t] = 0;
    }
}

static void NAME(attention)(const float *query, const float *key, const float *value, float *out, int first, int tokens,
                            int heads, int head_size, float *scratch) {
    int padded = (tokens + WIDTH - 1) / WIDTH * WIDTH, features = heads * head_size;
    float *q = scratch, *k = q + (size_t)head_size * padded, *v = k + (size_t)head_size * padded;
    float *weights = v + (size_t)head_size * padded;  // one vector for each token that is attended to
    for (int head = 0; head < heads; head++) {
        int feature = head * head_size;
        NAME(gather)(query, q, first, tokens, padded, feature, head_size, features, 1.0f / sqrtf((float)head_size));
        NAME(gather)(key, k, first, tokens, padded, feature, head_size, features, 1);
        NAME(gather)(value, v, first, tokens, padded, feature, head_size, features, 1);
        for (int i = 0; i < tokens; i += LANES) {
            // Four sums at a time: a single one would wait for itself.
            V highest = (V){} - INFINITY;
            for (int j = 0; j < tokens; j += 4) {
                V score[4] = {};
                for (int d = 0; d < head_size; d++) {
                    const float *row = k + (size_t)d * padded + j;
                    V part = NAME(load)(q + (size_t)d * padded + i);
                    for (int n = 0; n < 4; n++) score[n] += row[n] * part;
                }
                for (int n = 0; n < 4 && j + n < tokens; n++) {
                    NAME(store)(weights + (size_t)(j + n) * LANES, score[n]);
                    highest = NAME(select)(score[n] > highest, score[n], highest);
                }
            }
            V total = {};
            for (int j = 0; j < tokens; j++) {
                V weight = NAME(exp)(NAME(load)(weights + (size_t)j * LANES) - highest);
                NAME(store)(weights + (size_t)j * LANES, weight);
                total += weight;
            }
            V scale = 1.0f / total;
            int lanes = tokens - i < LANES ? tokens - i : LANES;
            for (int d = 0; d < head_size; d += 4) {
                int rows = head_size - d < 4 ? head_size - d : 4;
                V sum[4] = {};
                const float *row[4];
                for (int n = 0; n < 4; n++) row[n] = v + (size_t)(n < rows ? d + n : d) * padded;
                for (int j = 0; j < tokens; j++) {
                    V weight = NAME(load)(weights + (size_t)j * LANES);
                    for (int n = 0; n < 4; n++) sum[n] += row[n][j] * weight;
                }
                for (int n = 0; n < rows; n++) {
                    float result[LANES];
                    NAME(store)(result, sum[n] * scale);
                    for (int lane = 0; lane < lanes; lane++) {
                        int token = first + i + lane;
                        size_t panel = (size_t)(token / WIDTH) * features;
                        out[(panel + feature + d + n) * WIDTH + token % WIDTH] = result[lane];
                    }
                }
            }
        }
    }
}

static const dense_kernels NAME(kernels) = {WIDTH, NAME(linear), NAME(layer_norm), NAME(attention)};

#undef V
#undef I
#undef WIDTH
#undef NAME
#undef JOIN
#undef JOIN_
#undef LANES
#undef ROWS
#undef SET
