// What a transformer does between its matrix products, in single precision and in a fixed order of operations: the results
// are the same on every processor.
#ifndef CKERNELS_TRANSFORMER_H
#define CKERNELS_TRANSFORMER_H

#include "matrix.h"

// out = x / sqrt(mean(x²) + epsilon) · weight. `count` is a multiple of 16. Zhang and Sennrich 2019.
void ck_rms_norm(const float *x, const float *weight, float epsilon, int count, float *out);

// Turns the pairs (x[2i], x[2i+1]) of each head by the angles whose cosines and sines are given, `head_size`/2 of each.
// Su and others 2021; adjacent pairs, as the rows of a llama GGUF file are ordered.
void ck_rotate(float *x, const float *cosines, const float *sines, int heads, int head_size);

// gate = gate · sigmoid(gate) · up: SwiGLU (Shazeer 2020). `count` is a multiple of 16.
void ck_swiglu(float *gate, const float *up, int count);

// The keys and values of one attention head, position after position, as CK_F32 or CK_F16.
//
// Values: position p at element p · head_size. Keys stand in blocks of 16 positions, element by element, so that 16 scores
// are computed at once: element d of position p at (p / 16 · head_size + d) · 16 + p mod 16. The keys' memory holds whole
// blocks. `head_size` is a multiple of 16.
typedef struct {
    void *keys;
    void *values;
    ck_type type;
    int head_size;
} ck_cache;

// Writes the key and the value of one position.
void ck_store(ck_cache cache, int position, const float *key, const float *value);

// softmax(q · Kᵀ · scale) · V for the heads that share one key-value head, of `count` consecutive positions.
//
// Head h of the i-th position has its query at q + i · stride + h · head_size, and its result goes to the same place in
// out. It sees the positions up to its own, first + i, all of which are stored. `scratch` holds 4 · n floats, where n is
// first + count rounded up to a multiple of 16.
void ck_attend(
    ck_cache cache, const float *q, float *out, int stride, int heads, int first, int count, float scale, float *scratch);

#endif
