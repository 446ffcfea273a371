// What is due when: phases of constant rate, and windows of 100 ms to look at what happened in them.
#include <string.h>

enum { PHASES = 16 };
#define WINDOW_NS 100000000LL

typedef struct { double rate, seconds; int64_t start_ns; uint64_t count; Tally tally; } Phase;

static Phase phases[PHASES];
static int phase_count;
static Tally *windows;
static int window_count;
static int64_t begin_ns;

static Tally *window_at(int64_t due) {
  int64_t i = (due - begin_ns) / WINDOW_NS;
  return &windows[i < 0 ? 0 : i >= window_count ? window_count - 1 : i];
}

static void read_phases(char *text) {
  double total = 0;
  for (char *part = strtok(text, ","); part; part = strtok(NULL, ",")) {
    Phase *phase = &phases[phase_count++];
    if (phase_count > PHASES || sscanf(part, "%lf:%lf", &phase->rate, &phase->seconds) != 2 || phase->rate <= 0)
      die("phases are RATE:SECONDS with commas between them");
    phase->count = (uint64_t)(phase->rate * phase->seconds);
    total += phase->seconds;
  }
  window_count = (int)(total * 1e9 / WINDOW_NS + 0.5);
  if (window_count < 1) die("the phases take no time");
  windows = calloc((size_t)window_count, sizeof *windows);
}

static void begin_phases(void) {
  begin_ns = now_ns() + 50000000;
  int64_t start = begin_ns;
  for (int p = 0; p < phase_count; p++) {
    phases[p].start_ns = start;
    start += (int64_t)(phases[p].seconds * 1e9);
  }
}

static int64_t due_at(const Phase *phase, uint64_t i) {
  return phase->start_ns + (int64_t)((double)i * 1e9 / phase->rate);
}

static void print_results(void) {
  printf("{\"phases\":[");
  for (int p = 0; p < phase_count; p++) {
    const Tally *t = &phases[p].tally;
    printf("%s{\"rate\":%.3f,\"seconds\":%.3f,", p ? "," : "", phases[p].rate, phases[p].seconds);
    print_tally(t);
    printf(",\"p99FromSent\":%lu,\"p99Late\":%lu}", percentile(&t->from_sent, 0.99), percentile(&t->late, 0.99));
  }
  printf("],\"windows\":[");
  for (int w = 0; w < window_count; w++) {
    printf("%s{", w ? "," : "");
    print_tally(&windows[w]);
    printf("}");
  }
  printf("]}\n");
}
