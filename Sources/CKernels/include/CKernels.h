// Vector arithmetic in C, for the processor that the program finds itself on.
//
// Every function works on plain memory that the caller owns, and none fails: shapes are the caller's to check.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "dense.h"
#include "logits.h"
#include "matrix.h"
#include "pool.h"
#include "processor.h"
#include "transformer.h"

#endif
