// Preloaded into every server: when the supervisor is gone, also by kill -9, it drains and leaves as on SIGTERM.
// Otherwise it would keep its port, and serve without anybody to restart its database. What a server forks inherits
// the preload and is left alone: the server ends it.
if (process.ppid === Number(process.env.KEYDESK_SUPERVISOR)) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    // It leads a group of its own.
    setTimeout(() => process.kill(-process.pid, "SIGKILL"), 4_000).unref();
  });
}
