import { spawnSync } from "node:child_process";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";

/** The operating-system user PostgreSQL runs as; null where it runs as whoever started Keydesk. */
export type OperatingUser = { name: string; uid: number; gid: number } | null;

const preferredName = "keydesk";

/** PostgreSQL refuses to run as root: finds, or makes, a user without rights for it. */
export function requireOperatingUser(): OperatingUser {
  if (process.getuid?.() !== 0) return null;
  const found = findUser(preferredName);
  if (found) return found;
  spawnSync(
    "useradd",
    ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", preferredName],
    {
      stdio: "ignore",
    },
  );
  for (const name of [preferredName, "postgres", "_postgres", "nobody"]) {
    const user = findUser(name);
    if (user) return user;
  }
  throw new StartError(
    "Keydesk was started as root, and there is no unprivileged user to run its database as.",
    `Make one (useradd --system ${preferredName}), or start Keydesk as another user than root.`,
  );
}

/** The user that owns a database folder, so that a folder made by one user is not opened by another. */
export function operatingUserOf(owner: { uid: number; gid: number }): OperatingUser {
  if (process.getuid?.() !== 0 || owner.uid === 0) return null;
  const name = ask(["-un", String(owner.uid)]) ?? `user ${owner.uid}`;
  return { name, uid: owner.uid, gid: owner.gid };
}

/** What `spawn` needs to run a program as that user. */
export function spawnIdentity(user: OperatingUser): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

function findUser(name: string): OperatingUser {
  const uid = Number(ask(["-u", name]) ?? Number.NaN);
  const gid = Number(ask(["-g", name]) ?? Number.NaN);
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { name, uid, gid } : null;
}

function ask(idArguments: string[]): string | undefined {
  const answer = spawnSync("id", idArguments, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}
