// One request as bytes, in which each run of '~' is replaced by a token of chance.
#include <string.h>

static char *template_text, *tokens;
static size_t template_length, token_length, token_count;
static size_t token_places[8];
static int token_place_count;
static uint64_t chance = 88172645463325252ULL;

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

// Writes the next token into the request.
static void draw_token(void) {
  chance ^= chance << 13;
  chance ^= chance >> 7;
  chance ^= chance << 17;
  const char *token = tokens + (chance % token_count) * (token_length + 1);
  for (int i = 0; i < token_place_count; i++) memcpy(template_text + token_places[i], token, token_length);
}
