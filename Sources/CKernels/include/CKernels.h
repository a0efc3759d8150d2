// Vector arithmetic in C, for the processor that the program finds itself on.
//
// Every function works on plain memory that the caller owns, and none fails: shapes are the caller's to check.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "processor.h"
#include "pool.h"
#include "logits.h"

#endif
