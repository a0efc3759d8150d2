#include "dense.h"

#include <math.h>
#include <string.h>

#include "processor.h"

typedef struct {
    int width;
    void (*linear)(const float *, const float *, const float *, float *, int, int, int, ck_activation);
    void (*layer_norm)(float *, const float *, const float *, const float *, int, int, float);
    void (*attention)(const float *, const float *, const float *, float *, int, int, int, int, float *);
} dense_kernels;

// Each inclusion makes one set of kernels: LANES floats a vector, ROWS outputs at a time, as many as the registers hold.
#define LANES 4
#define ROWS 6
#define SET plain
#include "dense_kernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define ROWS 6
#define SET avx2
#include "dense_kernels.h"
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), apply_to = function)
#define LANES 16
#define ROWS 12
#define SET avx512
#include "dense_kernels.h"
#pragma clang attribute pop
#elif defined(__aarch64__)
#define LANES 4
#define ROWS 12
#define SET neon
#include "dense_kernels.h"
#endif

static const dense_kernels *kernels(void) {
    switch (ck_processor()) {
#if defined(__x86_64__)
    case CK_AVX512_VNNI: return &avx512_kernels;
    case CK_AVX2: return &avx2_kernels;
#elif defined(__aarch64__)
    case CK_NEON: return &neon_kernels;
#endif
    default: return &plain_kernels;
    }
}

int ck_panel_width(void) { return kernels()->width; }

int ck_panel_floats(int tokens, int features) {
    int width = ck_panel_width();
    return (tokens + width - 1) / width * width * features;
}

void ck_linear(const float *x, const float *weight, const float *bias, float *y, int tokens, int inputs, int outputs,
               ck_activation activation) {
    kernels()->linear(x, weight, bias, y, tokens, inputs, outputs, activation);
}

void ck_layer_norm(float *x, const float *residual, const float *weight, const float *bias, int tokens, int features,
                   float epsilon) {
    kernels()->layer_norm(x, residual, weight, bias, tokens, features, epsilon);
}

int ck_attention_scratch(int tokens, int head_size) {
    int width = ck_panel_width(), padded = (tokens + width - 1) / width * width;
    return 3 * head_size * padded + padded * width;
}

void ck_attention(const float *query, const float *key, const float *value, float *out, int first, int tokens, int heads,
                  int head_size, float *scratch) {
    kernels()->attention(query, key, value, out, first, tokens, heads, head_size, scratch);
}

void ck_embed_token(const float *a, const float *b, const float *c, float *out, int token, int features) {
    int width = ck_panel_width();
    float *lane = out + (size_t)(token / width) * features * width + token % width;
    for (int f = 0; f < features; f++) lane[(size_t)f * width] = a[f] + b[f] + c[f];
}

void ck_mean_tokens(const float *x, float *mean, int first, int tokens, int features) {
    int width = ck_panel_width();
    for (int f = 0; f < features; f++) {
        float sum = 0;
        for (int t = first; t < first + tokens; t++) sum += x[((size_t)(t / width) * features + f) * width + t % width];
        mean[f] = sum / (float)tokens;
    }
}
