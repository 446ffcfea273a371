// Histograms of latencies, counts of what became of requests, and how both are printed.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SUB_BITS = 6, SUB = 1 << SUB_BITS, BUCKETS = (40 - SUB_BITS) * SUB };

// Microseconds: below SUB exactly, above with an error of at most 1/SUB.
typedef struct { uint32_t counts[BUCKETS]; uint64_t total, max; } Histogram;

typedef struct {
  uint64_t due, ok, shed, shed_with_retry_after, other, given_up, failed;
  Histogram from_due, from_sent, late;
} Tally;

static void die(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("open-loop: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  exit(1);
}

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int bucket_of(uint64_t value) {
  if (value < SUB) return (int)value;
  int magnitude = 63 - __builtin_clzll(value) - SUB_BITS;
  int bucket = (magnitude + 1) * SUB + (int)((value >> magnitude) - SUB);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

// The highest value that falls into a bucket.
static uint64_t value_of(int bucket) {
  if (bucket < SUB) return bucket;
  int magnitude = bucket / SUB - 1;
  return ((uint64_t)(bucket % SUB + SUB + 1) << magnitude) - 1;
}

static void record(Histogram *h, int64_t ns) {
  uint64_t us = ns <= 0 ? 0 : (uint64_t)ns / 1000;
  h->counts[bucket_of(us)]++;
  h->total++;
  if (us > h->max) h->max = us;
}

static uint64_t percentile(const Histogram *h, double share) {
  uint64_t wanted = (uint64_t)(share * (double)h->total + 0.999999), seen = 0;
  if (h->total == 0) return 0;
  if (wanted < 1) wanted = 1;
  for (int i = 0; i < BUCKETS; i++) {
    seen += h->counts[i];
    if (seen >= wanted) return value_of(i) < h->max ? value_of(i) : h->max;
  }
  return h->max;
}

static void print_tally(const Tally *t) {
  const Histogram *d = &t->from_due;
  printf("\"due\":%lu,\"ok\":%lu,\"shed\":%lu,\"shedWithRetryAfter\":%lu,\"other\":%lu,\"givenUp\":%lu,\"failed\":%lu,",
         t->due, t->ok, t->shed, t->shed_with_retry_after, t->other, t->given_up, t->failed);
  printf("\"p50\":%lu,\"p90\":%lu,\"p99\":%lu,\"p999\":%lu,\"max\":%lu", percentile(d, 0.5), percentile(d, 0.9),
         percentile(d, 0.99), percentile(d, 0.999), d->max);
}
