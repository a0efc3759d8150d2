// Weights as GGUF files hold them, and activations as the fast products want them.
#ifndef CKERNELS_MATRIX_H
#define CKERNELS_MATRIX_H

#include <stddef.h>
#include <stdint.h>

// How the elements of a tensor are stored. The numbers are GGUF's (ggml.h, `enum ggml_type`).
//
// A quantised row is a sequence of blocks of 32 elements:
//   Q4_0: f16 d, 16 bytes;         element = d · (q − 8)
//   Q4_1: f16 d, f16 m, 16 bytes;  element = d · q + m
//   Q8_0: f16 d, 32 signed bytes;  element = d · q
// In the 16 bytes, the low halves are elements 0 to 15, the high halves elements 16 to 31.
typedef enum { CK_F32 = 0, CK_F16 = 1, CK_Q4_0 = 2, CK_Q4_1 = 3, CK_Q8_0 = 8 } ck_type;

enum { CK_BLOCK = 32 };  // elements in a quantised block

// `rows` rows of `columns` elements, without gaps. `columns` is a multiple of 32. No alignment is needed.
typedef struct {
    const void *data;
    ck_type type;
    int rows;
    int columns;
} ck_matrix;

// The bytes of `count` elements, a multiple of 32.
static inline size_t ck_bytes(ck_type type, size_t count) {
    switch (type) {
    case CK_F32: return count * 4;
    case CK_F16: return count * 2;
    case CK_Q4_0: return count / CK_BLOCK * 18;
    case CK_Q4_1: return count / CK_BLOCK * 20;
    case CK_Q8_0: return count / CK_BLOCK * 34;
    }
    return 0;
}

// Vectors rounded to 8 bits, in blocks of 32 elements with a scale each: element ≈ scale · value.
//
// Vector t of n elements has its values at t·n, and its scales, sums and totals at t·n/32.
typedef struct {
    int8_t *values;
    float *scales;
    float *sums;      // scale · total
    int32_t *totals;  // the sum of a block's values
} ck_rounded;

// Writes row `row` of `matrix` to `out`, `columns` numbers.
void ck_row(const ck_matrix *matrix, int row, float *out);

// Rounds vector `index` of `columns` elements.
void ck_round(const float *x, int columns, ck_rounded out, int index);

// Rows first..<end of `matrix` times each of `count` vectors, which are `columns` long.
//
// The product of vector t and row r goes to out[t · stride + r], or is added to what stands there. The result for one row
// and one vector does not depend on how many are done together, nor on the processor: every kernel computes the same
// whole numbers and rounds the same sums in the same order.
void ck_multiply_rounded(
    const ck_matrix *matrix, ck_rounded x, int count, float *out, int stride, int first, int end, int add);

// The same with the vectors as they are and every product in single precision. Vector t stands at x + t · columns.
void ck_multiply_exact(
    const ck_matrix *matrix, const float *x, int count, float *out, int stride, int first, int end, int add);

#endif
