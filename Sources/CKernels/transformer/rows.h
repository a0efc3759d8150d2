// Template: products with rounded vectors, four rows at a time. Included after vectors.h.
//
// The including file defines, for one block of 32 elements,
//   void dot4(const uint8_t *const rows[4], ck_type type, const int8_t *values, int32_t sums[4])
// where `rows` are at the block's packed numbers, which are taken as they stand: 0 to 15, or −128 to 127.

// The zero point of a type's packed numbers.
INLINE int zero_point(ck_type type) { return type == CK_Q4_0 ? 8 : 0; }

INLINE void multiply_rows(
    const ck_matrix *matrix, ck_type type, ck_rounded x, int count, float *out, int stride, int first, int end, int add) {
    int columns = matrix->columns, blocks = columns / CK_BLOCK;
    size_t block = ck_bytes(type, CK_BLOCK), bytes = block * (size_t)blocks;
    size_t head = type == CK_Q4_1 ? 4 : 2;
    for (int r = first; r < end; r += 4) {
        int rows = end - r < 4 ? end - r : 4;
        const uint8_t *start[4];
        // Past the end the last row is computed again, and dropped.
        for (int i = 0; i < 4; i++)
            start[i] = (const uint8_t *)matrix->data + (size_t)(r + (i < rows ? i : rows - 1)) * bytes;
        for (int t = 0; t < count; t++) {
            const int8_t *values = x.values + (size_t)t * columns;
            size_t place = (size_t)t * blocks;
            float results[4] = {0, 0, 0, 0};
            for (int b = 0; b < blocks; b++) {
                const uint8_t *at[4];
                for (int i = 0; i < 4; i++) at[i] = start[i] + (size_t)b * block + head;
                int32_t dots[4];
                dot4(at, type, values + b * CK_BLOCK, dots);
                float scale = x.scales[place + b];
                int32_t correction = zero_point(type) * x.totals[place + b];
                for (int i = 0; i < 4; i++) {
                    float d = half_at(at[i] - head) * scale;
                    results[i] = __builtin_fmaf((float)(dots[i] - correction), d, results[i]);
                    if (type == CK_Q4_1)
                        results[i] = __builtin_fmaf(half_at(at[i] - 2), x.sums[place + b], results[i]);
                }
            }
            for (int i = 0; i < rows; i++) {
                float *to = out + (size_t)t * stride + r + i;
                *to = add ? *to + results[i] : results[i];
            }
        }
    }
}

static void multiply_rounded_rows(
    const ck_matrix *matrix, ck_rounded x, int count, float *out, int stride, int first, int end, int add) {
    switch (matrix->type) {
    case CK_Q4_0: multiply_rows(matrix, CK_Q4_0, x, count, out, stride, first, end, add); break;
    case CK_Q4_1: multiply_rows(matrix, CK_Q4_1, x, count, out, stride, first, end, add); break;
    case CK_Q8_0: multiply_rows(matrix, CK_Q8_0, x, count, out, stride, first, end, add); break;
    default: break;  // numbers that are not rounded themselves have no such product: ck_multiply_exact
    }
}
