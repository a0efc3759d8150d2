// Template: everything in single precision. Included once for each set of instructions, after vectors.h.
//
// The including file defines half16(const uint16_t *) and to_half16(uint16_t *, v16f).

// MARK: Rows of weights as numbers

INLINE void unpack_nibbles(const uint8_t *bytes, v16f *low, v16f *high) {
    float l[16], h[16];
    for (int i = 0; i < 16; i++) {
        l[i] = (float)(bytes[i] & 15);
        h[i] = (float)(bytes[i] >> 4);
    }
    *low = load16(l);
    *high = load16(h);
}

INLINE void unpack_row(const uint8_t *p, ck_type type, int columns, float *out) {
    switch (type) {
    case CK_F32: memcpy(out, p, (size_t)columns * 4); break;
    case CK_F16:
        for (int c = 0; c < columns; c += 16) store16(out + c, half16((const uint16_t *)(const void *)(p + 2 * c)));
        break;
    case CK_Q4_0:
        for (int c = 0; c < columns; c += CK_BLOCK, p += 18) {
            v16f d = splat16(half_at(p)), low, high;
            unpack_nibbles(p + 2, &low, &high);
            store16(out + c, (low - 8.0f) * d);
            store16(out + c + 16, (high - 8.0f) * d);
        }
        break;
    case CK_Q4_1:
        for (int c = 0; c < columns; c += CK_BLOCK, p += 20) {
            v16f d = splat16(half_at(p)), m = splat16(half_at(p + 2)), low, high;
            unpack_nibbles(p + 4, &low, &high);
            store16(out + c, fma16(low, d, m));
            store16(out + c + 16, fma16(high, d, m));
        }
        break;
    case CK_Q8_0:
        for (int c = 0; c < columns; c += CK_BLOCK, p += 34) {
            float d = half_at(p);
            for (int i = 0; i < CK_BLOCK; i++) out[c + i] = d * (float)(int8_t)p[2 + i];
        }
        break;
    }
}

static void row(const ck_matrix *matrix, int index, float *out) {
    unpack_row((const uint8_t *)matrix->data + (size_t)index * ck_bytes(matrix->type, (size_t)matrix->columns),
               matrix->type, matrix->columns, out);
}

// MARK: Exact products

// The products of one row with `count` (1 to 4) vectors: 32 partial sums each, two vectors of 16 lanes.
INLINE void dot_row(const float *w, const float *x, int count, int columns, float *out, int stride, int add) {
    v16f a[4], b[4];
    for (int t = 0; t < count; t++) a[t] = b[t] = splat16(0);
    for (int c = 0; c < columns; c += 32) {
        v16f w0 = load16(w + c), w1 = load16(w + c + 16);
        for (int t = 0; t < count; t++) {
            a[t] = fma16(w0, load16(x + (size_t)t * columns + c), a[t]);
            b[t] = fma16(w1, load16(x + (size_t)t * columns + c + 16), b[t]);
        }
    }
    for (int t = 0; t < count; t++) {
        float sum = sum16(a[t] + b[t]);
        float *place = out + (size_t)t * stride;
        *place = add ? *place + sum : sum;
    }
}

static void multiply_exact(
    const ck_matrix *matrix, const float *x, int count, float *out, int stride, int first, int end, int add) {
    int columns = matrix->columns;
    size_t bytes = ck_bytes(matrix->type, (size_t)columns);
    float buffer[columns];
    for (int r = first; r < end; r++) {
        unpack_row((const uint8_t *)matrix->data + (size_t)r * bytes, matrix->type, columns, buffer);
        int t = 0;
        for (; t + 4 <= count; t += 4)
            dot_row(buffer, x + (size_t)t * columns, 4, columns, out + (size_t)t * stride + r, stride, add);
        for (; t < count; t++)
            dot_row(buffer, x + (size_t)t * columns, 1, columns, out + (size_t)t * stride + r, stride, add);
    }
}

// MARK: Rounding to 8 bits

static void round_vector(const float *x, int columns, ck_rounded out, int index) {
    int blocks = columns / CK_BLOCK;
    int8_t *values = out.values + (size_t)index * columns;
    size_t place = (size_t)index * blocks;
    for (int b = 0; b < blocks; b++, x += CK_BLOCK, values += CK_BLOCK) {
        v16f low = load16(x), high = load16(x + 16);
        float largest = highest16(max16(max16(low, -low), max16(high, -high)));
        float scale = largest / 127.0f, inverse = largest > 0 ? 127.0f / largest : 0;
        const v16f rounder = splat16(12582912.0f);
        v16f product0 = low * splat16(inverse), product1 = high * splat16(inverse);
        product0 = product0 + rounder;
        product1 = product1 + rounder;
        v16i q0 = __builtin_convertvector(product0 - rounder, v16i), q1 = __builtin_convertvector(product1 - rounder, v16i);
        v16i both = q0 + q1;
        int32_t total = 0;
        for (int i = 0; i < 16; i++) {
            values[i] = (int8_t)q0[i];
            values[i + 16] = (int8_t)q1[i];
            total += both[i];
        }
        out.scales[place + b] = scale;
        out.sums[place + b] = scale * (float)total;
        out.totals[place + b] = total;
    }
}

// MARK: Between the products

static void rms_norm(const float *x, const float *weight, float epsilon, int count, float *out) {
    v16f squares = splat16(0);
    for (int i = 0; i < count; i += 16) squares = fma16(load16(x + i), load16(x + i), squares);
    v16f scale = splat16(1.0f / sqrtf(sum16(squares) / (float)count + epsilon));
    for (int i = 0; i < count; i += 16) {
        v16f normal = load16(x + i) * scale;
        store16(out + i, normal * load16(weight + i));
    }
}

static void rotate(float *x, const float *cosines, const float *sines, int heads, int head_size) {
    for (int h = 0; h < heads; h++, x += head_size) {
        for (int i = 0; i < head_size / 2; i++) {
            float a = x[2 * i], b = x[2 * i + 1], c = cosines[i], s = sines[i];
            float ac = a * c, bs = b * s, as = a * s, bc = b * c;
            x[2 * i] = ac - bs;
            x[2 * i + 1] = as + bc;
        }
    }
}

static void swiglu(float *gate, const float *up, int count) {
    for (int i = 0; i < count; i += 16) {
        v16f g = load16(gate + i);
        v16f shifted = exp16(-g) + splat16(1.0f);
        store16(gate + i, g / shifted * load16(up + i));
    }
}

// MARK: Attention

static void store(ck_cache cache, int position, const float *key, const float *value) {
    size_t block = (size_t)(position / 16) * cache.head_size * 16 + position % 16;
    size_t line = (size_t)position * cache.head_size;
    if (cache.type == CK_F32) {
        float *keys = cache.keys, *values = cache.values;
        for (int d = 0; d < cache.head_size; d++) keys[block + 16 * (size_t)d] = key[d];
        memcpy(values + line, value, (size_t)cache.head_size * 4);
    } else {
        uint16_t *keys = cache.keys, *values = cache.values;
        for (int d = 0; d < cache.head_size; d += 16) {
            uint16_t halves[16];
            to_half16(halves, load16(key + d));
            for (int i = 0; i < 16; i++) keys[block + 16 * (size_t)(d + i)] = halves[i];
            to_half16(values + line + d, load16(value + d));
        }
    }
}

INLINE v16f cached16(const void *base, ck_type type, size_t element) {
    return type == CK_F32 ? load16((const float *)base + element) : half16((const uint16_t *)base + element);
}

// Up to four queries together: each key and value is read and converted once for all of them. `limits` says how many
// positions each query sees.
INLINE void attend_few(
    ck_cache cache, ck_type type, const float *const *q, float *const *out, const int *limits, int queries, float scale,
    float *scratch) {
    int size = cache.head_size, seen = 0;
    for (int j = 0; j < queries; j++) seen = limits[j] > seen ? limits[j] : seen;
    int blocks = (seen + 15) / 16;
    size_t line = (size_t)blocks * 16;
    v16f highest[4];
    const v16i lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const v16f nothing = splat16(-INFINITY);
    for (int j = 0; j < queries; j++) highest[j] = nothing;
    for (int b = 0; b < blocks; b++) {
        v16f scores[4];
        for (int j = 0; j < queries; j++) scores[j] = splat16(0);
        size_t base = (size_t)b * size * 16;
        for (int d = 0; d < size; d++) {
            v16f k = cached16(cache.keys, type, base + 16 * (size_t)d);
            for (int j = 0; j < queries; j++) scores[j] = fma16(splat16(q[j][d]), k, scores[j]);
        }
        for (int j = 0; j < queries; j++) {
            v16f s = scores[j] * splat16(scale);
            s = pick16((lanes + 16 * b) < limits[j], s, nothing);
            highest[j] = max16(highest[j], s);
            store16(scratch + (size_t)j * line + 16 * (size_t)b, s);
        }
    }
    float inverse[4];
    for (int j = 0; j < queries; j++) {
        float *weights = scratch + (size_t)j * line;
        v16f top = splat16(highest16(highest[j])), total = splat16(0);
        for (int b = 0; b < blocks; b++) {
            v16f w = exp16(load16(weights + 16 * b) - top);
            w = pick16((lanes + 16 * b) < limits[j], w, splat16(0));
            total = total + w;
            store16(weights + 16 * b, w);
        }
        inverse[j] = 1.0f / sum16(total);
    }
    for (int d = 0; d < size; d += 64) {
        int parts = size - d < 64 ? (size - d) / 16 : 4;
        v16f sums[4][4];
        for (int j = 0; j < queries; j++)
            for (int i = 0; i < 4; i++) sums[j][i] = splat16(0);
#define ADD_VALUES(PARTS)                                                                                          \
    for (int p = 0; p < seen; p++)                                                                                 \
        for (int i = 0; i < (PARTS); i++) {                                                                        \
            v16f v = cached16(cache.values, type, (size_t)p * size + d + 16 * i);                                  \
            for (int j = 0; j < queries; j++) sums[j][i] = fma16(splat16(scratch[j * line + p]), v, sums[j][i]);   \
        }
        if (parts == 4) {
            ADD_VALUES(4)
        } else {
            ADD_VALUES(parts)
        }
#undef ADD_VALUES
        for (int j = 0; j < queries; j++)
            for (int i = 0; i < parts; i++) store16(out[j] + d + 16 * i, sums[j][i] * splat16(inverse[j]));
    }
}

static void attend(
    ck_cache cache, const float *q, float *out, int stride, int heads, int first, int count, float scale, float *scratch) {
    int all = heads * count;
    for (int start = 0; start < all; start += 4) {
        int queries = all - start < 4 ? all - start : 4;
        const float *from[4];
        float *to[4];
        int limits[4];
        for (int j = 0; j < queries; j++) {
            int i = (start + j) / heads, h = (start + j) % heads;
            size_t place = (size_t)i * stride + (size_t)h * cache.head_size;
            from[j] = q + place;
            to[j] = out + place;
            limits[j] = first + i + 1;
        }
#define ATTEND(TYPE, N) attend_few(cache, TYPE, from, to, limits, N, scale, scratch)
        switch (queries * 2 + (cache.type == CK_F16)) {
        case 8: ATTEND(CK_F32, 4); break;
        case 9: ATTEND(CK_F16, 4); break;
        case 6: ATTEND(CK_F32, 3); break;
        case 7: ATTEND(CK_F16, 3); break;
        case 4: ATTEND(CK_F32, 2); break;
        case 5: ATTEND(CK_F16, 2); break;
        case 2: ATTEND(CK_F32, 1); break;
        case 3: ATTEND(CK_F16, 1); break;
        }
#undef ATTEND
    }
}
