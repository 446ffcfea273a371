// Preloaded into every child: when the supervisor is gone, also by kill -9, the child drains and leaves as it would
// on SIGTERM. Otherwise it would keep its port, and serve without anybody to restart its database.
process.once("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 4_000).unref();
});
// Listening must not keep a child alive that has nothing more to do.
process.channel?.unref();
