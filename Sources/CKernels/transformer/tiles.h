// Template for AVX-512: products with rounded vectors, sixteen rows at a time, a row in each lane. After vectors.h.
//
// Sixteen rows of packed numbers are turned so that a register holds four neighbouring elements of each row. Then one
// instruction (vpdpbusd) multiplies them by the same four elements of a vector, eight of them make a block's whole sums,
// and a block costs one conversion and one multiply-add for sixteen rows.
// That instruction takes its first factor without sign: Q8_0's numbers are moved up by 128, and as Q4_0's zero
// point is 8, what that adds is taken away from the whole sums, exactly.

enum { TILE_ROWS = 16, TILE_VECTORS = 8 };

typedef struct {
    __m512i numbers[8];  // numbers[j]: elements 4j to 4j + 3 of each row
    __m512 d;
    __m512 m;
} tile_block;

INLINE int tile_zero_point(ck_type type) { return type == CK_Q4_0 ? 8 : type == CK_Q8_0 ? 128 : 0; }

// Sixteen bytes of each of sixteen rows: register j gets bytes 4j to 4j + 3.
INLINE void turn(const uint8_t *p, size_t bytes, __m512i out[4]) {
    __m512i a[4];
    for (int i = 0; i < 4; i++) {
        const uint8_t *q = p + (size_t)i * bytes;
        __m512i z = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)q));
        z = _mm512_inserti32x4(z, _mm_loadu_si128((const __m128i *)(q + 4 * bytes)), 1);
        z = _mm512_inserti32x4(z, _mm_loadu_si128((const __m128i *)(q + 8 * bytes)), 2);
        a[i] = _mm512_inserti32x4(z, _mm_loadu_si128((const __m128i *)(q + 12 * bytes)), 3);
    }
    __m512i ab0 = _mm512_unpacklo_epi32(a[0], a[1]), ab1 = _mm512_unpackhi_epi32(a[0], a[1]);
    __m512i cd0 = _mm512_unpacklo_epi32(a[2], a[3]), cd1 = _mm512_unpackhi_epi32(a[2], a[3]);
    out[0] = _mm512_unpacklo_epi64(ab0, cd0);
    out[1] = _mm512_unpackhi_epi64(ab0, cd0);
    out[2] = _mm512_unpacklo_epi64(ab1, cd1);
    out[3] = _mm512_unpackhi_epi64(ab1, cd1);
}

INLINE void split_nibbles(const __m512i bytes[4], tile_block *out) {
    const __m512i mask = _mm512_set1_epi8(15);
    for (int j = 0; j < 4; j++) {
        out->numbers[j] = _mm512_and_si512(bytes[j], mask);
        out->numbers[j + 4] = _mm512_and_si512(_mm512_srli_epi16(bytes[j], 4), mask);
    }
}

// The first four bytes of each of sixteen rows. A gather would take longer.
INLINE __m512i first_words(const uint8_t *p, size_t bytes) {
    __m128i fours[4];
    for (int i = 0; i < 4; i++) {
        int32_t a[4];
        for (int k = 0; k < 4; k++) memcpy(&a[k], p + (size_t)(4 * i + k) * bytes, 4);
        fours[i] = _mm_setr_epi32(a[0], a[1], a[2], a[3]);
    }
    __m512i z = _mm512_inserti32x4(_mm512_castsi128_si512(fours[0]), fours[1], 1);
    return _mm512_inserti32x4(_mm512_inserti32x4(z, fours[2], 2), fours[3], 3);
}

// Block `p` of sixteen rows that are `bytes` apart.
INLINE void unpack_block(const uint8_t *p, size_t bytes, ck_type type, tile_block *out) {
    // The first four bytes of each row's block: d, and m or the first numbers.
    __m512i heads = first_words(p, bytes);
    out->d = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(heads));
    __m512i quarters[4];
    switch (type) {
    case CK_Q4_1:
        out->m = _mm512_cvtph_ps(_mm512_cvtepi32_epi16(_mm512_srli_epi32(heads, 16)));
        turn(p + 4, bytes, quarters);
        split_nibbles(quarters, out);
        break;
    case CK_Q4_0:
        turn(p + 2, bytes, quarters);
        split_nibbles(quarters, out);
        break;
    default:
        turn(p + 2, bytes, out->numbers);
        turn(p + 18, bytes, out->numbers + 4);
        for (int j = 0; j < 8; j++) out->numbers[j] = _mm512_xor_si512(out->numbers[j], _mm512_set1_epi8((char)0x80));
        break;
    }
}

INLINE __m512 add_block(
    const tile_block *w, ck_type type, ck_rounded x, const int8_t *values, size_t place, __m512 sum) {
    __m512i a = _mm512_set1_epi32(-tile_zero_point(type) * x.totals[place]), b = _mm512_setzero_si512();
    for (int j = 0; j < 8; j += 2) {
        int32_t y0, y1;
        memcpy(&y0, values + 4 * j, 4);
        memcpy(&y1, values + 4 * j + 4, 4);
        a = _mm512_dpbusd_epi32(a, w->numbers[j], _mm512_set1_epi32(y0));
        b = _mm512_dpbusd_epi32(b, w->numbers[j + 1], _mm512_set1_epi32(y1));
    }
    __m512 whole = _mm512_cvtepi32_ps(_mm512_add_epi32(a, b));
    sum = _mm512_fmadd_ps(whole, _mm512_mul_ps(w->d, _mm512_set1_ps(x.scales[place])), sum);
    return type == CK_Q4_1 ? _mm512_fmadd_ps(w->m, _mm512_set1_ps(x.sums[place]), sum) : sum;
}

INLINE void put(__m512 sum, float *to, int add) {
    _mm512_storeu_ps(to, add ? _mm512_add_ps(_mm512_loadu_ps(to), sum) : sum);
}

// Few vectors: each block is used as it is unpacked.
INLINE void multiply_tile_few(
    const uint8_t *start, size_t bytes, ck_type type, int columns, ck_rounded x, int count, float *out,
    int stride, int add) {
    int blocks = columns / CK_BLOCK;
    size_t size = ck_bytes(type, CK_BLOCK);
    __m512 sums[4];
    for (int t = 0; t < count; t++) sums[t] = _mm512_setzero_ps();
    // The memory's speed is the bound here, and no prefetcher follows sixteen streams over the borders of pages: so the
    // rows after the next sixteen are asked for in time.
    const uint8_t *later = start + 32 * bytes;
    size_t step = 16 * size;
    for (int b = 0; b < blocks; b++) {
        for (size_t i = 0; i < step; i += 64) _mm_prefetch((const char *)later + (size_t)b * step + i, _MM_HINT_T1);
        tile_block w;
        unpack_block(start + (size_t)b * size, bytes, type, &w);
        for (int t = 0; t < count; t++)
            sums[t] = add_block(&w, type, x, x.values + (size_t)t * columns + b * CK_BLOCK, (size_t)t * blocks + b, sums[t]);
    }
    for (int t = 0; t < count; t++) put(sums[t], out + (size_t)t * stride, add);
}

INLINE void multiply_tile_group(
    const tile_block *tile, ck_type type, int columns, ck_rounded x, int first, int count, float *out, int stride, int add) {
    int blocks = columns / CK_BLOCK;
    __m512 sums[TILE_VECTORS];
    for (int t = 0; t < count; t++) sums[t] = _mm512_setzero_ps();
    for (int b = 0; b < blocks; b++) {
        __m512i whole[TILE_VECTORS];
        for (int t = 0; t < count; t++)
            whole[t] = _mm512_set1_epi32(-tile_zero_point(type) * x.totals[(size_t)(first + t) * blocks + b]);
        const int8_t *values = x.values + (size_t)first * columns + b * CK_BLOCK;
        for (int j = 0; j < 8; j++) {
            __m512i numbers = tile[b].numbers[j];
            for (int t = 0; t < count; t++) {
                int32_t y;
                memcpy(&y, values + (size_t)t * columns + 4 * j, 4);
                whole[t] = _mm512_dpbusd_epi32(whole[t], numbers, _mm512_set1_epi32(y));
            }
        }
        __m512 d = tile[b].d, m = tile[b].m;
        for (int t = 0; t < count; t++) {
            size_t place = (size_t)(first + t) * blocks + b;
            sums[t] = _mm512_fmadd_ps(
                _mm512_cvtepi32_ps(whole[t]), _mm512_mul_ps(d, _mm512_set1_ps(x.scales[place])), sums[t]);
            if (type == CK_Q4_1) sums[t] = _mm512_fmadd_ps(m, _mm512_set1_ps(x.sums[place]), sums[t]);
        }
    }
    for (int t = 0; t < count; t++) put(sums[t], out + (size_t)(first + t) * stride, add);
}

INLINE void multiply_tiles(
    const ck_matrix *matrix, ck_type type, ck_rounded x, int count, float *out, int stride, int first, int end, int add) {
    int columns = matrix->columns, blocks = columns / CK_BLOCK;
    size_t size = ck_bytes(type, CK_BLOCK), bytes = size * (size_t)blocks;
    _Alignas(64) tile_block tile[count > 4 ? blocks : 1];
    for (int r = first; r < end; r += TILE_ROWS) {
        const uint8_t *start = (const uint8_t *)matrix->data + (size_t)r * bytes;
        float *to = out + r;
#define FEW(N) multiply_tile_few(start, bytes, type, columns, x, N, to, stride, add)
        switch (count) {
        case 1: FEW(1); continue;
        case 2: FEW(2); continue;
        case 3: FEW(3); continue;
        case 4: FEW(4); continue;
        }
#undef FEW
        for (int b = 0; b < blocks; b++) unpack_block(start + (size_t)b * size, bytes, type, &tile[b]);
        int t = 0;
#define GROUP(N) \
    for (; t + (N) <= count; t += (N)) multiply_tile_group(tile, type, columns, x, t, N, to, stride, add)
        GROUP(8);
        GROUP(4);
        GROUP(2);
        GROUP(1);
#undef GROUP
    }
}
