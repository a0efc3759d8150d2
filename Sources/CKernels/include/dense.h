// The layers of a transformer encoder in single precision.
//
// Activations lie in panels. A panel holds ck_panel_width() tokens, and for each feature in turn the values of all of them:
// the value of feature f of token t is at x[(t / width * features + f) * width + t % width]. So every step works on whole
// vectors of tokens, and no sum ever runs across a vector. Lanes beyond the last token hold numbers without a meaning.
//
// Weights are as a checkpoint stores them, [outputs][inputs], and are read where they lie.
#ifndef CKERNELS_DENSE_H
#define CKERNELS_DENSE_H

#include <stdint.h>

// How many tokens a panel holds on this processor: 8, 16 or 32.
int ck_panel_width(void);

// The number of floats of `tokens` tokens with `features` features each.
int ck_panel_floats(int tokens, int features);

typedef enum { CK_IDENTITY = 0, CK_GELU = 1 } ck_activation;

// y = activation(weight x + bias), for `tokens` tokens. GELU is the exact one: v (1 + erf(v / sqrt 2)) / 2, to about 1e-7.
void ck_linear(const float *x, const float *weight, const float *bias, float *y, int tokens, int inputs, int outputs,
               ck_activation activation);

// x = normalised(x + residual) · weight + bias, over the features of each token. `residual` may be null.
void ck_layer_norm(float *x, const float *residual, const float *weight, const float *bias, int tokens, int features,
                   float epsilon);

// The floats of scratch memory that ck_attention needs for a text of `tokens` tokens.
int ck_attention_scratch(int tokens, int head_size);

// Attention of every token to all tokens of one text, which are tokens `first`..<`first + tokens` of the panels.
void ck_attention(const float *query, const float *key, const float *value, float *out, int first, int tokens, int heads,
                  int head_size, float *scratch);

// Puts token `token`: out = a + b + c, three rows of `features` floats.
void ck_embed_token(const float *a, const float *b, const float *c, float *out, int token, int features);

// mean[f] = the mean of feature f over tokens `first`..<`first + tokens`.
void ck_mean_tokens(const float *x, float *mean, int first, int tokens, int features);

#endif
