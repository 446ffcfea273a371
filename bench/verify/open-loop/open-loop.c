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
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tally.h"
#include "plan.h"
#include "request.h"

enum { BUFFER = 8192 };

typedef struct {
  int fd;
  int connecting;
  int busy;          // A request is under way, or waits for the connection.
  int64_t due, sent; // Of that request.
  int phase;
  size_t length;
  char *buffer;
} Connection;

typedef struct { int64_t due; int phase; } Waiting;

static Connection *connections;
static int connection_count;
static int *free_ring, free_head, free_count;
static Waiting *backlog;
static uint64_t backlog_head, backlog_count, backlog_room;
static int epoll_fd, port, give_up;
static uint64_t under_way;

// Begins to connect and never waits: a server whose queue of connections is full must not stop the clock of all others.
static int open_connection(Connection *c) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  c->connecting = connect(fd, (struct sockaddr *)&address, sizeof address) != 0;
  if (c->connecting && errno != EINPROGRESS) {
    close(fd);
    return -1;
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = c->connecting ? EPOLLOUT : EPOLLIN, .data.ptr = c};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
  c->fd = fd;
  c->busy = 0;
  c->length = 0;
  return 0;
}

static int has_failed(const Connection *c) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0;
}

// Before the clock runs: one after the other.
static void open_patiently(Connection *c) {
  for (int tries = 1; tries <= 100; tries++) {
    if (open_connection(c) == 0) {
      struct pollfd connecting = {.fd = c->fd, .events = POLLOUT};
      if (!c->connecting || (poll(&connecting, 1, 2000) == 1 && !has_failed(c))) return;
      close(c->fd);
    }
    usleep(10000);
  }
  die("%d connections are too many: %s", connection_count, strerror(errno));
}

static void release(Connection *c) {
  c->busy = 0;
  c->length = 0;
  free_ring[(free_head + free_count++) % connection_count] = (int)(c - connections);
}

static Connection *take_free(void) {
  if (free_count == 0) return NULL;
  Connection *c = &connections[free_ring[free_head]];
  free_head = (free_head + 1) % connection_count;
  free_count--;
  // The server may have closed it meanwhile.
  if (c->fd >= 0 || open_connection(c) == 0) return c;
  release(c);
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

static void transmit(Connection *c) {
  draw_token();
  c->sent = now_ns();
  if (send(c->fd, template_text, template_length, MSG_NOSIGNAL) != (ssize_t)template_length) lose(c);
}

static void send_request(Connection *c, int64_t due, int phase, int64_t now) {
  c->busy = 1;
  c->due = due;
  c->phase = phase;
  c->sent = now;
  under_way++;
  record(&phases[phase].tally.late, now - due);
  if (!c->connecting) transmit(c);
}

static void connected(Connection *c) {
  if (has_failed(c)) return lose(c);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event);
  c->connecting = 0;
  if (c->busy) transmit(c);
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
    if (c->connecting) connected(c);
    else if (c->busy) read_answer(c);
    else lose(c);
  }
  work_off_backlog();
}

static void run(int64_t patience_ns) {
  for (int p = 0; p < phase_count; p++) {
    Phase *phase = &phases[p];
    for (uint64_t i = 0; i < phase->count;) {
      int64_t due = due_at(phase, i), now = now_ns();
      // Not too many in one go: answers that have come are to be seen.
      for (int burst = 0; due <= now && burst < 64; burst++) {
        fall_due(due, p, now);
        if (++i == phase->count) break;
        due = due_at(phase, i);
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
    open_patiently(&connections[i]);
    release(&connections[i]);
  }
  begin_phases();
  run((int64_t)(patience * 1e9));
  print_results();
  return 0;
}
