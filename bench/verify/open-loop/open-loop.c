// An open-loop load generator for HTTP/1.1 on loopback: request i is due at a time fixed beforehand, whatever the server does
// meanwhile, and its latency counts from then on. A stall of the server thus delays all that fell due during it, as it does in
// production, and is not hidden by clients that politely wait (coordinated omission).
//
// open-loop --port N --template FILE --tokens FILE --connections N --phases RATE:SECONDS[,…] [--give-up] [--patience SECONDS]
//
// TEMPLATE is one whole request in which each run of '~' stands for a token, as long as the tokens are (all the same).
// --give-up: a request that finds no connection free is dropped at once; otherwise it waits its turn, its clock running.
// Prints one JSON object: totals of each phase, and of each 100 ms by due time. Times are in microseconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 8192, PHASES = 16, SUB_BITS = 6, SUB = 1 << SUB_BITS, BUCKETS = (40 - SUB_BITS) * SUB };
#define WINDOW_NS 100000000LL

// Values below SUB exactly, above with an error of at most 1/SUB.
typedef struct { uint32_t counts[BUCKETS]; uint64_t total, max; } Histogram;

typedef struct {
  uint64_t due, ok, shed, shed_with_retry_after, other, given_up, failed;
  Histogram from_due, from_sent, late;
} Tally;

typedef struct { double rate, seconds; int64_t start_ns; uint64_t first, count; Tally tally; } Phase;

typedef struct {
  int fd;
  int busy;          // A request is under way.
  int64_t due, sent; // Of that request.
  int phase;
  size_t length;
  char *buffer;
} Connection;

typedef struct { int64_t due; int phase; } Waiting;

static Phase phases[PHASES];
static int phase_count;
static Tally *windows;
static int window_count;
static Connection *connections;
static int connection_count;
static int *free_ring, free_head, free_count;
static Waiting *backlog;
static uint64_t backlog_head, backlog_count, backlog_room;
static char *template_text, *tokens;
static size_t template_length, token_length, token_count;
static size_t token_places[8];
static int token_place_count;
static int epoll_fd, port, give_up;
static int64_t begin_ns;
static uint64_t under_way, chance = 88172645463325252ULL;

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

static Tally *window_at(int64_t due) {
  int64_t i = (due - begin_ns) / WINDOW_NS;
  return &windows[i < 0 ? 0 : i >= window_count ? window_count - 1 : i];
}

static char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) die("cannot read %s", path);
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *text = malloc(*length + 1);
  if (fread(text, 1, *length, file) != *length) die("cannot read %s", path);
  text[*length] = 0;
  fclose(file);
  return text;
}

static void read_request(const char *template_file, const char *token_file) {
  size_t length;
  tokens = read_file(token_file, &length);
  token_length = strcspn(tokens, "\n");
  token_count = length / (token_length + 1);
  if (token_length == 0 || token_count == 0) die("%s holds no token", token_file);
  for (size_t i = 0; i < token_count; i++)
    if (tokens[i * (token_length + 1) + token_length] != '\n') die("the tokens are not of one length");
  template_text = read_file(template_file, &template_length);
  for (char *at = template_text; (at = strchr(at, '~')) != NULL; at += token_length) {
    if (strspn(at, "~") != token_length) die("a place for a token is not %zu long", token_length);
    if (token_place_count == 8) die("too many places for a token");
    token_places[token_place_count++] = (size_t)(at - template_text);
  }
}

static const char *next_token(void) {
  chance ^= chance << 13;
  chance ^= chance >> 7;
  chance ^= chance << 17;
  return tokens + (chance % token_count) * (token_length + 1);
}

static int open_connection(Connection *c) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (c->fd < 0) return -1;
  // In turn, so that the server's queue of connections never overflows.
  if (connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0) {
    close(c->fd);
    c->fd = -1;
    return -1;
  }
  int on = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event);
  c->busy = 0;
  c->length = 0;
  return 0;
}

static void release(Connection *c) {
  c->busy = 0;
  c->length = 0;
  free_ring[(free_head + free_count++) % connection_count] = (int)(c - connections);
}

static Connection *take_free(void) {
  while (free_count > 0) {
    Connection *c = &connections[free_ring[free_head]];
    free_head = (free_head + 1) % connection_count;
    free_count--;
    // The server may have closed it meanwhile.
    if (c->fd >= 0 || open_connection(c) == 0) return c;
  }
  return NULL;
}

static void lose(Connection *c) {
  close(c->fd);
  c->fd = -1;
  if (!c->busy) return; // It lies in the ring, and is opened again when its turn comes.
  phases[c->phase].tally.failed++;
  window_at(c->due)->failed++;
  under_way--;
  release(c);
}

static void send_request(Connection *c, int64_t due, int phase, int64_t now) {
  const char *token = next_token();
  for (int i = 0; i < token_place_count; i++) memcpy(template_text + token_places[i], token, token_length);
  c->busy = 1;
  c->due = due;
  c->phase = phase;
  c->sent = now;
  under_way++;
  record(&phases[phase].tally.late, now - due);
  if (send(c->fd, template_text, template_length, MSG_NOSIGNAL) != (ssize_t)template_length) lose(c);
}

static void give_up_on(int64_t due, int phase) {
  phases[phase].tally.given_up++;
  window_at(due)->given_up++;
}

static void fall_due(int64_t due, int phase, int64_t now) {
  phases[phase].tally.due++;
  window_at(due)->due++;
  Connection *c = backlog_count == 0 ? take_free() : NULL;
  if (c) return send_request(c, due, phase, now);
  if (give_up || backlog_count == backlog_room) return give_up_on(due, phase);
  backlog[(backlog_head + backlog_count++) % backlog_room] = (Waiting){due, phase};
}

static void work_off_backlog(void) {
  while (backlog_count > 0) {
    Connection *c = take_free();
    if (!c) return;
    Waiting w = backlog[backlog_head];
    backlog_head = (backlog_head + 1) % backlog_room;
    backlog_count--;
    send_request(c, w.due, w.phase, now_ns());
  }
}

static char *find_header(char *head, const char *end, const char *name) {
  size_t length = strlen(name);
  for (char *line = strstr(head, "\r\n"); line && line < end; line = strstr(line + 2, "\r\n"))
    if (strncasecmp(line + 2, name, length) == 0) return line + 2 + length;
  return NULL;
}

static void finish(Connection *c, int status, int has_retry_after) {
  int64_t now = now_ns();
  Tally *both[2] = {&phases[c->phase].tally, window_at(c->due)};
  for (int i = 0; i < 2; i++) {
    Tally *t = both[i];
    if (status >= 200 && status < 300) t->ok++;
    else if (status == 503) t->shed++, t->shed_with_retry_after += has_retry_after;
    else t->other++;
    record(&t->from_due, now - c->due);
    record(&t->from_sent, now - c->sent);
  }
  under_way--;
}

// The answers' bodies are as long as Content-Length says: no server measured here sends chunks.
static void read_answer(Connection *c) {
  ssize_t got = recv(c->fd, c->buffer + c->length, BUFFER - 1 - c->length, 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
  if (got <= 0) return lose(c);
  c->length += (size_t)got;
  c->buffer[c->length] = 0;
  char *end = strstr(c->buffer, "\r\n\r\n");
  if (!end) {
    if (c->length == BUFFER - 1) die("an answer's head is too long");
    return;
  }
  char *value = find_header(c->buffer, end, "content-length:");
  int status = atoi(c->buffer + 9);
  if (!value && status != 204) die("an answer without Content-Length");
  size_t whole = (size_t)(end + 4 - c->buffer) + (value ? strtoul(value, NULL, 10) : 0);
  if (whole > BUFFER - 1) die("an answer is too long");
  if (c->length < whole) return;
  char *closing = find_header(c->buffer, end, "connection: close");
  finish(c, status, find_header(c->buffer, end, "retry-after:") != NULL);
  if (closing) {
    close(c->fd);
    c->fd = -1;
  }
  release(c);
}

static void wait_for_events(int64_t until) {
  static struct epoll_event events[512];
  int64_t wait = until - now_ns();
  if (wait < 0) wait = 0;
  struct timespec timeout = {wait / 1000000000LL, wait % 1000000000LL};
  int count = epoll_pwait2(epoll_fd, events, 512, &timeout, NULL);
  for (int i = 0; i < count; i++) {
    Connection *c = events[i].data.ptr;
    if (c->fd < 0) continue;
    if (c->busy) read_answer(c);
    else lose(c);
  }
  work_off_backlog();
}

static void run(int64_t patience_ns) {
  for (int p = 0; p < phase_count; p++) {
    Phase *phase = &phases[p];
    for (uint64_t i = 0; i < phase->count;) {
      int64_t due = phase->start_ns + (int64_t)((double)i * 1e9 / phase->rate), now = now_ns();
      // Not too many in one go: answers that have come are to be seen.
      for (int burst = 0; due <= now && burst < 64; burst++) {
        fall_due(due, p, now);
        if (++i == phase->count) break;
        due = phase->start_ns + (int64_t)((double)i * 1e9 / phase->rate);
      }
      wait_for_events(i < phase->count ? due : 0);
    }
  }
  int64_t end = now_ns() + patience_ns;
  while ((under_way > 0 || backlog_count > 0) && now_ns() < end) wait_for_events(now_ns() + 1000000);
  // What is still unanswered has taken at least as long as it has waited until now.
  int64_t now = now_ns();
  for (; backlog_count > 0; backlog_count--, backlog_head = (backlog_head + 1) % backlog_room) {
    Waiting w = backlog[backlog_head];
    give_up_on(w.due, w.phase);
    record(&phases[w.phase].tally.from_due, now - w.due);
  }
  for (int i = 0; i < connection_count; i++) {
    Connection *c = &connections[i];
    if (!c->busy) continue;
    phases[c->phase].tally.failed++;
    window_at(c->due)->failed++;
    record(&phases[c->phase].tally.from_due, now - c->due);
  }
}

static void print_tally(const Tally *t) {
  const Histogram *d = &t->from_due;
  printf("\"due\":%lu,\"ok\":%lu,\"shed\":%lu,\"shedWithRetryAfter\":%lu,\"other\":%lu,\"givenUp\":%lu,\"failed\":%lu,",
         t->due, t->ok, t->shed, t->shed_with_retry_after, t->other, t->given_up, t->failed);
  printf("\"p50\":%lu,\"p90\":%lu,\"p99\":%lu,\"p999\":%lu,\"max\":%lu", percentile(d, 0.5), percentile(d, 0.9),
         percentile(d, 0.99), percentile(d, 0.999), d->max);
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

int main(int count, char **args) {
  char *template_file = NULL, *token_file = NULL, *phase_text = NULL;
  double patience = 5;
  for (int i = 1; i < count; i++) {
    char *name = args[i];
    if (strcmp(name, "--give-up") == 0) { give_up = 1; continue; }
    if (++i == count) die("%s wants a value", name);
    if (strcmp(name, "--port") == 0) port = atoi(args[i]);
    else if (strcmp(name, "--template") == 0) template_file = args[i];
    else if (strcmp(name, "--tokens") == 0) token_file = args[i];
    else if (strcmp(name, "--connections") == 0) connection_count = atoi(args[i]);
    else if (strcmp(name, "--phases") == 0) phase_text = args[i];
    else if (strcmp(name, "--patience") == 0) patience = atof(args[i]);
    else die("what is %s?", name);
  }
  if (!port || !template_file || !token_file || !phase_text || connection_count < 1)
    die("--port, --template, --tokens, --connections and --phases are needed");
  read_request(template_file, token_file);
  read_phases(phase_text);

  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  // A generator that waits for a processor would count its own waiting as the server's: as root it goes first.
  setpriority(PRIO_PROCESS, 0, -10);
  prctl(PR_SET_TIMERSLACK, 1000);

  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  connections = calloc((size_t)connection_count, sizeof *connections);
  free_ring = calloc((size_t)connection_count, sizeof *free_ring);
  backlog_room = 4000000;
  backlog = calloc(backlog_room, sizeof *backlog);
  for (int i = 0; i < connection_count; i++) {
    connections[i].buffer = malloc(BUFFER);
    if (open_connection(&connections[i]) != 0) die("connection %d: %s", i, strerror(errno));
    release(&connections[i]);
  }
  begin_ns = now_ns() + 50000000;
  int64_t start = begin_ns;
  for (int p = 0; p < phase_count; p++) {
    phases[p].start_ns = start;
    start += (int64_t)(phases[p].seconds * 1e9);
  }
  run((int64_t)(patience * 1e9));
  print_results();
  return 0;
}
